"use client";
import { useMemo } from "react";
import type { PlacedColumn } from "./columns.ts";
import { cellCount, type Range } from "./selection.ts";
import { type Sums, sumsOf } from "./sums.ts";
import type { RowPages } from "./use-row-pages.ts";

const MAX_SUMMED_CELLS = 50_000;

/**
 * The sums of the selected cells; null if some cells are not loaded, because a partial sum would be
 * wrong.
 */
export function useSums(
  range: Range | null,
  columns: readonly PlacedColumn[],
  pages: RowPages,
): Sums | null {
  return useMemo(() => {
    if (range === null || cellCount(range) < 2 || cellCount(range) > MAX_SUMMED_CELLS) return null;
    const values: unknown[] = [];
    for (let row = range.top; row <= range.bottom; row++) {
      const cells = pages.rowAt(row);
      if (cells === undefined) return null;
      for (const column of columns.slice(range.left, range.right + 1))
        values.push(cells[column.at]);
    }
    return sumsOf(values);
  }, [range, columns, pages]);
}
