import { leavesOf, type TableDefinition } from "@headwater/schemas";

const DICTIONARIES_BYTES = 128 * 1024 * 1024;
const LARGEST_BYTES = 1024 * 1024;

/**
 * Options of a COPY that writes a file of a table. The engine reserves one dictionary for each text
 * column, a megabyte by default: 700 text columns inside structs would take all its memory. Wide
 * tables get smaller dictionaries.
 */
export function parquetOptions(table: Pick<TableDefinition, "columns"> | null): string {
  const leaves = (table?.columns ?? []).reduce((sum, { type }) => sum + leavesOf(type), 1);
  const bytes = Math.min(LARGEST_BYTES, Math.floor(DICTIONARIES_BYTES / leaves));
  return `FORMAT parquet, COMPRESSION zstd, STRING_DICTIONARY_PAGE_SIZE_LIMIT ${bytes}`;
}
