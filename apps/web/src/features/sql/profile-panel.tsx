"use client";
import type { ResultColumn } from "@headwater/domain";
import { formatCount, formatShare } from "@headwater/domain/format";
import type { ColumnProfile } from "@headwater/query/client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../shell/api.tsx";
import { Select } from "../../ui/controls/select.tsx";
import { Skeleton } from "../../ui/controls/skeleton.tsx";
import { cellText, numberText } from "../../ui/grid/cell-text.ts";

interface ProfilePanelProps {
  readonly executionId: string;
  readonly columns: readonly ResultColumn[];
  /** The column whose profile was asked for in the grid. */
  readonly asked: string | null;
}

/** Figures of one column over all rows of the result. */
export function ProfilePanel({ executionId, columns, asked }: ProfilePanelProps) {
  const [chosen, setChosen] = useState(asked ?? columns[0]?.name ?? "");
  const api = useApi();
  const profile = useQuery({
    ...api.sql.profile.queryOptions({ executionId, column: chosen }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <div className="flex min-h-0 grow flex-col gap-4 overflow-auto p-4">
      <div className="max-w-72">
        <Select
          showLabel
          label="Column"
          value={chosen}
          options={columns.map(({ name }) => ({ value: name, label: name }))}
          onChange={setChosen}
        />
      </div>
      {profile.isPending ? <Skeleton className="h-40" /> : null}
      {profile.isError ? (
        <p role="alert" className="text-bad">
          {profile.error.message}
        </p>
      ) : null}
      {profile.data === undefined ? null : <Figures profile={profile.data} />}
    </div>
  );
}

function Figures({ profile }: { readonly profile: ColumnProfile }) {
  const { rows, nulls, distinct, mean } = profile;
  const figures = [
    ["Type", profile.column.type],
    ["Rows", formatCount(rows)],
    ["NULL", `${formatCount(nulls)} (${formatShare(nulls, rows)})`],
    ["Distinct", formatCount(distinct)],
    ["Smallest", valueText(profile.min)],
    ["Largest", valueText(profile.max)],
    ...(mean === null ? [] : [["Mean", numberText(Number(mean.toPrecision(8)))]]),
  ];
  return (
    <div className="flex flex-wrap gap-x-12 gap-y-6">
      <dl className="tabular grid grid-cols-[auto_1fr] content-start gap-x-6 gap-y-1">
        {figures.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-text-3">{name}</dt>
            <dd className="max-w-80 truncate" title={value}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
      {profile.top.length > 0 ? (
        <Bars
          title="Most frequent"
          bars={profile.top.map(({ value, count }) => ({ name: valueText(value), count }))}
          of={rows}
        />
      ) : null}
      {profile.histogram.length > 0 ? (
        <Bars
          title="Spread"
          bars={profile.histogram.map(({ from, to, count }) => ({
            name: rangeText(from, to),
            count,
          }))}
          of={rows}
        />
      ) : null}
    </div>
  );
}

function valueText(value: unknown): string {
  return typeof value === "number"
    ? numberText(Number(value.toPrecision(6)))
    : cellText(value).text;
}

/** The text of a bucket's bound; a midnight is shown as its day. */
const boundText = (value: unknown): string => valueText(value).replace(/[ T]00:00:00Z?$/, "");

function rangeText(from: unknown, to: unknown): string {
  const [first, last] = [boundText(from), boundText(to)];
  return first === last ? first : `${first} to ${last}`;
}

interface BarsProps {
  readonly title: string;
  readonly bars: readonly { readonly name: string; readonly count: number }[];
  readonly of: number;
}

function Bars({ title, bars, of }: BarsProps) {
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  return (
    <section aria-label={title} className="min-w-64">
      <h3 className="mb-1 text-12 font-medium text-text-2">{title}</h3>
      <ul>
        {bars.map((bar) => (
          <li
            key={bar.name}
            className="grid grid-cols-[minmax(0,14rem)_8rem_auto] items-center gap-2 py-0.5 text-12"
          >
            <span className="truncate" title={bar.name}>
              {bar.name}
            </span>
            <span
              aria-hidden
              className="h-2.5 rounded-[2px] bg-accent"
              style={{ width: `${(100 * bar.count) / most}%` }}
            />
            <span className="tabular text-text-3">
              {formatCount(bar.count)} ({formatShare(bar.count, of)})
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
