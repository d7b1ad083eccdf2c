import type { ReactNode } from "react";
import { fullNumber } from "../charts/numbers.ts";
import { Button } from "../controls/button.tsx";
import { cellCount } from "./selection.ts";
import type { Sums } from "./sums.ts";
import type { useGridState } from "./use-grid-state.ts";

interface GridFooterProps {
  readonly grid: ReturnType<typeof useGridState>;
  readonly children: ReactNode;
}

/**
 * The row below the grid: the page's own content, then the hidden columns, the filters and the
 * selection.
 */
export function GridFooter({ grid, children }: GridFooterProps) {
  const { changes, setChanges, range } = grid;
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-3 py-1">
      {children}
      {grid.view.filters.length > 0 ? (
        <span className="tabular text-12 text-text-3">{fullNumber(grid.rows)} match</span>
      ) : null}
      {changes.hidden.size > 0 ? (
        <Button
          kind="quiet"
          size="small"
          onClick={() => setChanges({ ...changes, hidden: new Set() })}
        >
          Show {changes.hidden.size} hidden
        </Button>
      ) : null}
      {range === null ? null : (
        <Button kind="quiet" size="small" onClick={() => void grid.copy("json")}>
          Copy as JSON
        </Button>
      )}
      <SelectionSums sums={grid.sums} cells={range === null ? 0 : cellCount(range)} />
    </div>
  );
}

function SelectionSums({ sums, cells }: { readonly sums: Sums | null; readonly cells: number }) {
  if (cells < 2) return null;
  const figures = { count: sums?.count, ...(sums?.numbers ?? {}) };
  const parts = sums === null ? [["cells", cells] as const] : Object.entries(figures);
  return (
    <output
      aria-label="Selection"
      className="tabular ml-auto flex flex-wrap gap-x-3 text-12 text-text-2"
    >
      {parts.map(([name, value]) => (
        <span key={name}>
          <span className="text-text-3">{name}</span> {fullNumber(value ?? 0)}
        </span>
      ))}
    </output>
  );
}
