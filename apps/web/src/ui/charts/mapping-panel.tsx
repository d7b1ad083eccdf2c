"use client";
import type { ResultColumn } from "@headwater/domain";
import { Select } from "../controls/select.tsx";
import { AGGREGATES, CHART_TYPES, type ChartMapping } from "./mapping.ts";

interface MappingPanelProps {
  readonly columns: readonly ResultColumn[];
  readonly mapping: ChartMapping;
  readonly onChange: (mapping: ChartMapping) => void;
}

// A select needs a value for "no column"; names get a prefix, so that no name equals this value.
const NONE = "none";
const asValue = (name: string | null) => (name === null ? NONE : `column:${name}`);
const asName = (value: string) => (value === NONE ? null : value.slice("column:".length));
const TYPE_WORDS = {
  line: "Line",
  bar: "Bar",
  area: "Area",
  scatter: "Scatter",
  pie: "Pie",
  counter: "Counter",
};
const AGGREGATE_WORDS = {
  none: "Values as they are",
  sum: "Sum",
  avg: "Average",
  min: "Minimum",
  max: "Maximum",
  count: "Count of rows",
};

/** The form that chooses the type of a chart and the columns it draws. */
export function MappingPanel({ columns, mapping, onChange }: MappingPanelProps) {
  const options = columns.map(({ name, type }) => ({
    value: asValue(name),
    label: `${name} (${type.toLowerCase()})`,
  }));
  const optional = [{ value: NONE, label: "None" }, ...options];
  const change = (part: Partial<ChartMapping>) => onChange({ ...mapping, ...part });
  const [type] = CHART_TYPES.filter((one) => one === mapping.type);
  return (
    <form
      aria-label="Chart settings"
      className="flex shrink-0 flex-col gap-3 p-4"
      onSubmit={(event) => event.preventDefault()}
    >
      <Select
        showLabel
        label="Type"
        value={type ?? "line"}
        options={CHART_TYPES.map((value) => ({ value, label: TYPE_WORDS[value] }))}
        onChange={(value) => change({ type: CHART_TYPES.find((one) => one === value) ?? "line" })}
      />
      {mapping.type === "counter" ? null : (
        <Select
          showLabel
          label="X axis"
          value={asValue(mapping.x)}
          options={optional}
          onChange={(value) => change({ x: asName(value) })}
        />
      )}
      <fieldset>
        <legend className="mb-1 text-12 font-medium text-text-2">Y axis</legend>
        <div className="max-h-48 overflow-y-auto rounded-control border border-line-strong p-1">
          {columns.map(({ name }) => (
            <label
              key={name}
              className="flex min-h-7 items-center gap-2 rounded-control px-1.5 hover:bg-surface-2"
            >
              <input
                type="checkbox"
                className="accent-(--accent)"
                checked={mapping.y.includes(name)}
                onChange={(event) =>
                  change({
                    y: event.target.checked
                      ? [...mapping.y, name]
                      : mapping.y.filter((one) => one !== name),
                  })
                }
              />
              <span className="truncate">{name}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {mapping.type === "counter" ? null : (
        <Select
          showLabel
          label="Series"
          value={asValue(mapping.series)}
          options={optional}
          onChange={(value) => change({ series: asName(value) })}
        />
      )}
      <Select
        showLabel
        label="Combine values"
        value={mapping.aggregate}
        options={AGGREGATES.map((value) => ({ value, label: AGGREGATE_WORDS[value] }))}
        onChange={(value) =>
          change({ aggregate: AGGREGATES.find((one) => one === value) ?? "none" })
        }
      />
    </form>
  );
}
