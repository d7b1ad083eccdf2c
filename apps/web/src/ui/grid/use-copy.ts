"use client";
import type { ResultRow } from "@headwater/domain";
import { toast } from "sonner";
import { writeClipboard } from "./clipboard.ts";
import type { PlacedColumn } from "./columns.ts";
import { asJson, asTsv } from "./copy-text.ts";
import type { FetchRows, GridView } from "./grid-types.ts";
import type { Range } from "./selection.ts";
import type { RowPages } from "./use-row-pages.ts";

/** The most rows to copy; more rows should be downloaded. */
const MAX_COPIED_ROWS = 20_000;
const FETCHED_AT_ONCE = 1000;

interface CopySource {
  readonly range: Range | null;
  readonly columns: readonly PlacedColumn[];
  readonly fetchRows: FetchRows;
  readonly view: GridView;
  readonly pages: RowPages;
}

/** Copies the selected cells, also cells that were never loaded. */
export function useCopy(source: CopySource) {
  return async (format: "tsv" | "tsv-headers" | "json") => {
    const { range } = source;
    if (range === null) return;
    const count = range.bottom - range.top + 1;
    if (count > MAX_COPIED_ROWS) {
      toast.error(
        `Up to ${MAX_COPIED_ROWS.toLocaleString("en-US")} rows can be copied; download the result instead.`,
      );
      return;
    }
    const columns = source.columns.slice(range.left, range.right + 1);
    const rows = (await rowsOf(source, range)).map((row) =>
      columns.map((column) => row[column.at]),
    );
    const names = columns.map((column) => column.name);
    const text =
      format === "json" ? asJson(rows, names) : asTsv(rows, format === "tsv" ? undefined : names);
    await writeClipboard(text, copiedWords(count, columns.length));
  };
}

/** The message about copied cells: a part of a row counts as a row. */
function copiedWords(rows: number, columns: number): string {
  if (rows === 1 && columns === 1) return "Copied 1 cell";
  return `Copied ${rows.toLocaleString("en-US")} ${rows === 1 ? "row" : "rows"}`;
}

async function rowsOf(
  { fetchRows, view, pages }: CopySource,
  range: Range,
): Promise<readonly ResultRow[]> {
  // Rows that were visible are loaded already; if a single row is missing, all rows are loaded in
  // order.
  const loaded: ResultRow[] = [];
  for (let row = range.top; row <= range.bottom; row++) {
    const values = pages.rowAt(row);
    if (values === undefined) break;
    loaded.push(values);
  }
  if (loaded.length === range.bottom - range.top + 1) return loaded;
  const rows: ResultRow[] = [];
  for (let offset = range.top; offset <= range.bottom; offset += FETCHED_AT_ONCE) {
    const limit = Math.min(FETCHED_AT_ONCE, range.bottom - offset + 1);
    rows.push(...(await fetchRows({ ...view, offset, limit })).rows);
  }
  return rows;
}
