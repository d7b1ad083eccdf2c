import type { ResultRow } from "@headwater/domain";

/**
 * Characters of one cell on a page. A page of one row has complete cells, up to the most that can
 * be sent at all.
 */
const CELL_CHARACTERS = 64 * 1024;
const LONE_CELL_CHARACTERS = 20_000_000;
/** Characters of a page, and of the first rows that go out before anything is stored. */
const PAGE_CHARACTERS = 4_000_000;
const FIRST_CHARACTERS = 1_000_000;

/**
 * Rows of a page, with long cells cut: three processes that serve everybody hold a page in memory.
 * Downloads have complete cells.
 */
export function boundedPage(rows: readonly ResultRow[]): ResultRow[] {
  if (rows.length === 1)
    return rows.map((row) => row.map((cell) => cut(cell, LONE_CELL_CHARACTERS)));
  const shown = rows.map(boundedRow);
  const all = sizeOf(shown);
  if (all <= PAGE_CHARACTERS) return shown;
  const cells = shown.reduce((sum, row) => sum + row.length, 0);
  const most = Math.max(100, Math.floor(PAGE_CHARACTERS / cells));
  return shown.map((row) => row.map((cell) => cut(cell, most)));
}

/** As many of the first rows as may be sent at once, at least one. */
export function boundedFirst(rows: readonly ResultRow[]): ResultRow[] {
  const bounded: ResultRow[] = [];
  let size = 0;
  for (const row of rows) {
    const shown = boundedRow(row);
    size += sizeOf([shown]);
    if (bounded.length > 0 && size > FIRST_CHARACTERS) return bounded;
    bounded.push(shown);
  }
  return bounded;
}

/** A row whose long cells are cut to the length that a page with several rows shows. */
export function boundedRow(row: ResultRow): ResultRow {
  return row.map((cell) => cut(cell, CELL_CHARACTERS));
}

function cut(cell: unknown, most: number): unknown {
  const text = typeof cell === "object" && cell !== null ? JSON.stringify(cell) : cell;
  if (typeof text !== "string" || text.length <= most) return cell;
  return `${text.slice(0, most)}… (${text.length - most} more characters: a download has them)`;
}

function sizeOf(rows: readonly ResultRow[]): number {
  return rows.reduce(
    (sum, row) => sum + row.reduce((all: number, cell) => all + lengthOf(cell), 0),
    0,
  );
}

function lengthOf(cell: unknown): number {
  if (typeof cell === "string") return cell.length;
  return typeof cell === "object" && cell !== null ? JSON.stringify(cell).length : 8;
}
