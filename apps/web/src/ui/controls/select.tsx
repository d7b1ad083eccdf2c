"use client";
import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import { cx } from "./class-names.ts";

interface SelectProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
  readonly showLabel?: boolean;
  readonly compact?: boolean;
}

/** A choice among many options. */
export function Select<T extends string>({
  label,
  value,
  options,
  onChange,
  showLabel = false,
  compact = false,
}: SelectProps<T>) {
  return (
    <div className="inline-flex min-w-0 flex-col">
      {showLabel ? <span className="mb-1 text-12 font-medium text-text-2">{label}</span> : null}
      <Radix.Root value={value} onValueChange={(next) => onChange(next as T)}>
        <Radix.Trigger
          aria-label={label}
          className={cx(
            "inline-flex min-w-0 items-center justify-between gap-1.5 rounded-control border border-line-strong bg-surface-1 px-2.5 text-text hover:bg-surface-2",
            "max-tablet:h-10",
            compact ? "h-7 text-12" : "h-8 text-13",
          )}
        >
          <span className="truncate">
            <Radix.Value />
          </span>
          <ChevronDown aria-hidden className="size-3.5 shrink-0 text-text-3" />
        </Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            position="popper"
            sideOffset={4}
            className="z-50 max-h-80 min-w-(--radix-select-trigger-width) overflow-hidden rounded-card border border-line bg-surface-1 p-1 text-13 text-text shadow-float"
          >
            <Radix.Viewport>
              {options.map((option) => (
                <Radix.Item
                  key={option.value}
                  value={option.value}
                  className="flex h-8 cursor-pointer items-center gap-2 rounded-[4px] px-2 outline-none data-[highlighted]:bg-surface-2"
                >
                  <Radix.ItemText>{option.label}</Radix.ItemText>
                  <Radix.ItemIndicator className="ml-auto">
                    <Check aria-hidden className="size-4 text-text-3" />
                  </Radix.ItemIndicator>
                </Radix.Item>
              ))}
            </Radix.Viewport>
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </div>
  );
}
