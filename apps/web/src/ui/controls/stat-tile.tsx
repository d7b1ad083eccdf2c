import type { ReactNode } from "react";
import { Sparkline } from "./sparkline.tsx";

interface StatTileProps {
  readonly label: string;
  readonly value: string;
  readonly note?: ReactNode;
  readonly trend?: readonly number[];
}

/** One figure with its name, a note and a small chart of earlier values. */
export function StatTile({ label, value, note, trend }: StatTileProps) {
  return (
    <section
      aria-label={label}
      className="flex min-w-0 flex-col rounded-card border border-line bg-surface-1 px-4 py-3"
    >
      <h2 className="text-12 font-medium text-text-2">{label}</h2>
      <p className="tabular text-28 font-semibold tracking-tight">{value}</p>
      <div className="mt-auto flex items-end gap-3">
        <div className="min-w-0 grow text-12 text-balance text-text-3">{note}</div>
        {trend === undefined ? null : (
          <Sparkline
            values={trend}
            label={`${label}, last ${trend.length} days`}
            className="h-7 w-24 shrink-0 max-tablet:h-5 max-tablet:w-14"
          />
        )}
      </div>
    </section>
  );
}
