import type { ResultRow } from "@headwater/domain";
import { cellText, numberText } from "./cell-text.ts";
import type { GridColumn, GridSort } from "./grid-types.ts";

/** A visible column of the grid. */
export interface PlacedColumn extends GridColumn {
  /** The index of its value in a row. */
  readonly at: number;
  readonly width: number;
  readonly pinned: boolean;
}

/** The person's changes of the columns, by name. */
export interface ColumnChanges {
  readonly hidden: ReadonlySet<string>;
  readonly pinned: ReadonlySet<string>;
  readonly widths: ReadonlyMap<string, number>;
}

export const NO_CHANGES: ColumnChanges = {
  hidden: new Set(),
  pinned: new Set(),
  widths: new Map(),
};
export const MIN_WIDTH = 56;
/** In pixels; wider columns of JSON or addresses would push all others out of sight. */
const MAX_GUESSED_WIDTH = 340;
/** The assumed width of a character in pixels; measuring each text would cost a layout. */
const CHARACTER = 8;
const PADDING = 24;
/**
 * The room in pixels that a header needs beside its name, for the type's icon, the sort mark and
 * the menu.
 */
const HEAD_EXTRAS = 62;

/** The visible columns in order, pinned ones first. */
export function placeColumns(
  columns: readonly GridColumn[],
  changes: ColumnChanges,
  sample: readonly ResultRow[],
): readonly PlacedColumn[] {
  const placed = columns
    .map((column, at) => ({
      ...column,
      at,
      pinned: changes.pinned.has(column.name),
      width: changes.widths.get(column.name) ?? guessWidth(column, at, sample),
    }))
    .filter((column) => !changes.hidden.has(column.name));
  return [...placed.filter((one) => one.pinned), ...placed.filter((one) => !one.pinned)];
}

/** Wide enough for the name and for most of the first values. */
function guessWidth(column: GridColumn, at: number, sample: readonly ResultRow[]): number {
  const lengths = sample.slice(0, 50).map((row) => shownLength(column, row[at]));
  const values = Math.max(0, ...lengths) * CHARACTER + PADDING;
  const head = column.name.length * CHARACTER + HEAD_EXTRAS;
  return Math.round(Math.min(MAX_GUESSED_WIDTH, Math.max(values, head)));
}

function shownLength({ kind }: GridColumn, value: unknown): number {
  const { text, muted } = cellText(value);
  return kind === "number" && !muted ? numberText(value).length : text.length;
}

/** The left edges of the columns and, as the last element, the width of all. */
export function leftEdges(columns: readonly PlacedColumn[]): readonly number[] {
  const lefts = [0];
  for (const column of columns) lefts.push((lefts.at(-1) ?? 0) + column.width);
  return lefts;
}

/** The sort after a click on a header: ascending, then descending, then unsorted. */
export function nextSort(sort: GridSort | null, column: string): GridSort | null {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? null : { column, descending: true };
}

/** A copy of the set with the value added or, if the set had the value, removed. */
export function toggled(set: ReadonlySet<string>, value: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}
