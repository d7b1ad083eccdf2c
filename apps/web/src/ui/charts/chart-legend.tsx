import { cx } from "../controls/class-names.ts";
import type { Series } from "./types.ts";

interface LegendProps {
  readonly series: readonly Series[];
  readonly hidden: ReadonlySet<string>;
  readonly onHidden: (hidden: ReadonlySet<string>) => void;
  readonly onRaised: (key: string | null) => void;
}

/**
 * The names of the series. A click hides a series, Shift and a click hide all others, and the
 * pointer raises a series.
 */
export function ChartLegend({ series, hidden, onHidden, onRaised }: LegendProps) {
  const toggle = (key: string, alone: boolean) => {
    if (alone) return onHidden(new Set(series.map((one) => one.key).filter((one) => one !== key)));
    const next = new Set(hidden);
    if (!next.delete(key)) next.add(key);
    return onHidden(next);
  };
  return (
    <ul
      aria-label="Legend"
      className="flex max-h-16 shrink-0 flex-wrap gap-x-3 gap-y-1 overflow-y-auto"
    >
      {series.map((one) => (
        <li key={one.key}>
          <button
            type="button"
            aria-pressed={!hidden.has(one.key)}
            onClick={(event) => toggle(one.key, event.shiftKey)}
            onMouseEnter={() => onRaised(one.key)}
            onMouseLeave={() => onRaised(null)}
            className={cx(
              "inline-flex max-w-52 items-center gap-1.5 rounded-control px-1 text-12 text-text-2 hover:bg-surface-2",
              hidden.has(one.key) && "line-through opacity-50",
            )}
          >
            <span
              aria-hidden
              className="size-2 shrink-0 rounded-[2px]"
              style={{ background: one.color }}
            />
            <span className="truncate">{one.name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
