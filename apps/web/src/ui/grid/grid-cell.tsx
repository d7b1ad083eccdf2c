"use client";
import { memo } from "react";
import { cx } from "../controls/class-names.ts";
import { cellText, numberText } from "./cell-text.ts";
import type { PlacedColumn } from "./columns.ts";

interface GridCellProps {
  readonly id: string;
  readonly column: PlacedColumn;
  readonly columnIndex: number;
  readonly left: number;
  readonly value: unknown;
  readonly loading: boolean;
  readonly selected: boolean;
  readonly active: boolean;
  readonly onPoint: (extend: boolean) => void;
  readonly onInspect: () => void;
}

/** One cell. Its value is always rendered as text, never as markup. */
export const GridCell = memo(function GridCell(props: GridCellProps) {
  const { column, value, loading } = props;
  const { text, muted } = cellText(value);
  const shown = column.kind === "number" && !muted ? numberText(value) : text;
  return (
    <div
      role="gridcell"
      id={props.id}
      aria-colindex={props.columnIndex + 1}
      aria-selected={props.selected}
      onMouseDown={(event) => props.onPoint(event.shiftKey)}
      onMouseEnter={(event) => {
        if (event.buttons === 1) props.onPoint(true);
      }}
      onDoubleClick={props.onInspect}
      className={cx(
        "absolute top-0 h-full truncate border-r border-b border-line px-2.5 py-1.5 text-13",
        column.kind === "number" && "tabular text-right",
        (column.kind === "nested" || column.kind === "binary") && "font-mono text-12",
        column.pinned && "sticky z-10 bg-surface-1",
        props.selected && "bg-accent-soft",
        props.active && "outline-2 -outline-offset-2 outline-accent",
        muted && "text-12 text-text-3",
      )}
      style={{
        left: props.left,
        width: column.width,
        ...(column.pinned ? { position: "absolute" } : {}),
      }}
    >
      {loading ? (
        <span aria-hidden className="inline-block h-2.5 w-3/5 rounded-full bg-surface-2" />
      ) : (
        shown
      )}
    </div>
  );
}, sameCell);

/** Compares only the visible parts of a cell, because most handlers are new at each render. */
function sameCell(a: GridCellProps, b: GridCellProps): boolean {
  return (
    a.id === b.id &&
    a.value === b.value &&
    a.column === b.column &&
    a.left === b.left &&
    a.loading === b.loading &&
    a.selected === b.selected &&
    a.active === b.active &&
    a.onPoint === b.onPoint
  );
}
