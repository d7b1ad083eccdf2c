import type { ResultColumn } from "@headwater/domain";
import type { ChartMapping } from "./mapping.ts";

/**
 * Gives the columns of reduced rows (x, each y, series) unique names by their position: a column
 * that is chosen twice, e.g. to count its own values, would appear twice under the same name.
 */
export function nameByPosition(
  columns: readonly ResultColumn[],
  mapping: ChartMapping,
): { readonly columns: readonly ResultColumn[]; readonly mapping: ChartMapping } {
  const first = mapping.x === null ? 0 : 1;
  const end = columns.length - (mapping.series === null ? 0 : 1);
  const taken = new Set([mapping.x, mapping.series]);
  const named = columns.map((column, place) => {
    if (place < first || place >= end || !taken.has(column.name)) return column;
    return { ...column, name: freeName(mapping.aggregate, column.name, taken) };
  });
  return {
    columns: named,
    mapping: { ...mapping, y: named.slice(first, end).map((column) => column.name) },
  };
}

function freeName(aggregate: string, name: string, taken: ReadonlySet<string | null>): string {
  let free = aggregate === "count" ? "rows" : `${name} (values)`;
  while (taken.has(free)) free += " (values)";
  return free;
}
