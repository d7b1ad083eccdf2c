"use client";
import type { KeyboardEvent } from "react";
import type { PlacedColumn } from "./columns.ts";
import { offsetShowing } from "./scroll-window.ts";
import { moveSelection, type Selection, selectCell } from "./selection.ts";
import type { useScrollOffset } from "./use-scroll-offset.ts";

interface GridKeys {
  readonly scroll: ReturnType<typeof useScrollOffset>;
  readonly columns: readonly PlacedColumn[];
  readonly rows: number;
  readonly pageRows: number;
  readonly selection: Selection | null;
  readonly onSelection: (selection: Selection) => void;
  readonly onSort: (column: string) => void;
  readonly onInspect: () => void;
  readonly onCopy: (headers: boolean) => void;
}

/**
 * Handles keys: arrow keys move, Shift extends, Enter inspects a cell or sorts by a header, Ctrl+C
 * copies, Ctrl+Shift+C copies with headers.
 */
export function useGridKeys(grid: GridKeys) {
  return (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return;
    if (act(grid, event)) event.preventDefault();
  };
}

function act(grid: GridKeys, event: KeyboardEvent): boolean {
  const mod = event.ctrlKey || event.metaKey;
  const { selection } = grid;
  if (mod && event.key.toLowerCase() === "c") {
    grid.onCopy(event.shiftKey);
    return true;
  }
  if (event.key === "Enter" && selection !== null) {
    const { row, column } = selection.focus;
    const name = grid.columns[column]?.name;
    if (row >= 0) grid.onInspect();
    else if (name !== undefined) grid.onSort(name);
    return true;
  }
  return move(grid, { key: event.key, shift: event.shiftKey, mod });
}

function move(grid: GridKeys, key: { key: string; shift: boolean; mod: boolean }): boolean {
  const extent = { rows: grid.rows, columns: grid.columns.length, pageRows: grid.pageRows };
  const start = grid.selection ?? selectCell({ row: -1, column: 0 });
  const moved = moveSelection(start, key, extent);
  if (moved === null) return false;
  grid.onSelection(moved);
  const { viewport, offset, moveTo } = grid.scroll;
  if (moved.focus.row >= 0 && key.key !== "a")
    moveTo(offsetShowing(moved.focus.row, offset, viewport.height));
  return true;
}
