"use client";
import { X } from "lucide-react";
import { useState } from "react";
import { Button } from "../controls/button.tsx";
import { TextField } from "../controls/field.tsx";
import { Select } from "../controls/select.tsx";
import type { FilterOperator, GridFilter } from "./grid-types.ts";

/** The words of the operators, so that a filter reads like a sentence. */
const WORDS: Record<FilterOperator, string> = {
  contains: "contains",
  not_contains: "does not contain",
  eq: "is",
  ne: "is not",
  lt: "is less than",
  le: "is at most",
  gt: "is more than",
  ge: "is at least",
  is_null: "is NULL",
  not_null: "is not NULL",
};
const OPERATORS = (Object.keys(WORDS) as FilterOperator[]).map((value) => ({
  value,
  label: WORDS[value],
}));
const needsValue = (operator: FilterOperator) => operator !== "is_null" && operator !== "not_null";

interface FilterChipsProps {
  readonly filters: readonly GridFilter[];
  readonly onChange: (filters: readonly GridFilter[]) => void;
}

/** The active filters, each with a button that removes it. */
export function FilterChips({ filters, onChange }: FilterChipsProps) {
  if (filters.length === 0) return null;
  return (
    <ul aria-label="Filters" className="flex flex-wrap items-center gap-1.5 px-3 py-1.5">
      {filters.map((filter) => (
        <li
          key={`${filter.column} ${filter.operator} ${filter.value}`}
          className="inline-flex h-6 max-w-80 items-center gap-1 rounded-control bg-accent-soft pl-2 text-12"
        >
          <span className="truncate">
            {filter.column} {WORDS[filter.operator]} {filter.value}
          </span>
          <button
            type="button"
            aria-label={`Remove filter on ${filter.column}`}
            onClick={() => onChange(filters.filter((one) => one !== filter))}
            className="inline-flex size-6 items-center justify-center [&>svg]:size-3"
          >
            <X aria-hidden />
          </button>
        </li>
      ))}
      <li>
        <Button kind="quiet" size="small" onClick={() => onChange([])}>
          Clear filters
        </Button>
      </li>
    </ul>
  );
}

interface FilterFormProps {
  readonly column: string;
  readonly onAdd: (filter: GridFilter) => void;
  readonly onCancel: () => void;
}

/** The form that adds a filter of a column. */
export function FilterForm({ column, onAdd, onCancel }: FilterFormProps) {
  const [operator, setOperator] = useState<FilterOperator>("contains");
  const [value, setValue] = useState("");
  return (
    <form
      aria-label={`Filter ${column}`}
      className="flex flex-wrap items-end gap-2 border-b border-line px-3 py-2"
      onSubmit={(event) => {
        event.preventDefault();
        onAdd(needsValue(operator) ? { column, operator, value } : { column, operator });
      }}
    >
      <span className="self-center font-medium">{column}</span>
      <Select
        compact
        label="Condition"
        value={operator}
        options={OPERATORS}
        onChange={setOperator}
      />
      {needsValue(operator) ? (
        <TextField
          compact
          hideLabel
          autoFocus
          label="Value"
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
      ) : null}
      <Button type="submit" kind="primary" size="small">
        Apply filter
      </Button>
      <Button kind="quiet" size="small" onClick={onCancel}>
        Cancel
      </Button>
    </form>
  );
}
