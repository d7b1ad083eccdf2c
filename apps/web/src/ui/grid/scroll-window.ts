export const ROW_HEIGHT = 32;
/**
 * Browsers limit the height of an element to some 17 to 33 million pixels, too few for a million
 * rows.
 */
const MAX_SCROLL_HEIGHT = 8_000_000;
/** The rows drawn beyond each edge, so that a quick scroll shows no empty area. */
const OVERSCAN = 6;

/** The mapping of a grid's rows to its scroll area. Offsets are pixels of rows at full height. */
export interface ScrollSpace {
  /** Height of the scroll area's content, capped. */
  readonly height: number;
  /** The largest row offset at the top of the view. */
  readonly maxOffset: number;
  /** Row pixels per scrolled pixel; 1 while the height is below the cap. */
  readonly ratio: number;
}

/** Computes the scroll space of `rows` rows in a view of `viewport` pixels. */
export function scrollSpace(rows: number, viewport: number): ScrollSpace {
  const full = rows * ROW_HEIGHT;
  const height = Math.min(full, MAX_SCROLL_HEIGHT);
  const maxOffset = Math.max(0, full - viewport);
  const maxScroll = Math.max(0, height - viewport);
  return { height, maxOffset, ratio: maxScroll === 0 ? 1 : maxOffset / maxScroll };
}

/** Limits an offset to the scroll space. */
export function clampOffset(space: ScrollSpace, offset: number): number {
  return Math.min(Math.max(0, offset), space.maxOffset);
}

/**
 * Rows to draw at an offset, with a few beyond the edges: first (inclusive) and end (exclusive).
 */
export function visibleRows(
  rows: number,
  offset: number,
  viewport: number,
): { readonly first: number; readonly end: number } {
  const first = Math.max(0, Math.floor(offset / ROW_HEIGHT) - OVERSCAN);
  const end = Math.min(rows, Math.ceil((offset + viewport) / ROW_HEIGHT) + OVERSCAN);
  return { first: Math.min(first, end), end };
}

/** The offset that brings a row into view with the least movement. */
export function offsetShowing(row: number, offset: number, viewport: number): number {
  const top = row * ROW_HEIGHT;
  if (top < offset) return top;
  const bottom = top + ROW_HEIGHT;
  return bottom > offset + viewport ? bottom - viewport : offset;
}

/**
 * The columns that touch the view; `lefts` has the left edges of all columns and the width of all.
 */
export function visibleColumns(
  lefts: readonly number[],
  left: number,
  width: number,
): { readonly first: number; readonly end: number } {
  const columns = lefts.length - 1;
  let first = lefts.findIndex((_, index) => (lefts[index + 1] ?? Number.POSITIVE_INFINITY) > left);
  if (first < 0 || first > columns) first = 0;
  let end = first;
  while (end < columns && (lefts[end] ?? 0) < left + width) end++;
  return { first: Math.max(0, first - 1), end: Math.min(columns, end + 1) };
}
