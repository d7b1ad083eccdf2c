"use client";
import { cx } from "./class-names.ts";

interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}

/** A choice among a few options that are all visible. */
export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
}: SegmentedProps<T>) {
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className="inline-flex self-start rounded-control border border-line-strong bg-surface-1 p-0.5"
    >
      {options.map((option) => (
        <label
          key={option.value}
          className={cx(
            "relative cursor-pointer rounded-[4px] px-2 py-0.5 text-12 font-medium has-focus-visible:outline-2 has-focus-visible:outline-accent",
            option.value === value ? "bg-surface-2 text-text" : "text-text-2 hover:text-text",
          )}
        >
          <input
            type="radio"
            className="sr-only"
            name={label}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}
