/** A column, or a field of a column. The fields of a list or map are those of its elements. */
export interface TreeColumn {
  readonly name: string;
  /** The name of the type without its fields. */
  readonly type: string;
  // Absent instead of empty, because an import brings ten thousand columns.
  readonly description?: string;
  readonly partition?: true;
  readonly fields?: readonly TreeColumn[];
  /** True when a filter keeps the column only because one of its fields matches. */
  readonly leads?: true;
}

/** A table as the schema browser shows it. */
export interface TreeTable {
  readonly name: string;
  readonly description: string;
  /** Null for a table whose rows are not counted. */
  readonly rows: number | null;
  readonly columns: readonly TreeColumn[];
}

/**
 * One word finds tables, columns and fields. With two words, the first must be in the table's name
 * and the second in a column's or field's name.
 */
export function filterTree(tables: readonly TreeTable[], text: string): readonly TreeTable[] {
  const [first, second] = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (first === undefined) return tables;
  const holds = (name: string, word: string) => name.toLowerCase().includes(word);
  // A third word and later words are ignored, because only a table and a column can be filtered.
  if (second !== undefined)
    return tables
      .filter((table) => holds(table.name, first))
      .map((table) => ({ ...table, columns: narrowed(table.columns, second) }))
      .filter((table) => table.columns.length > 0);
  return tables.flatMap((table) => {
    if (holds(table.name, first)) return [table];
    const columns = narrowed(table.columns, first);
    return columns.length > 0 ? [{ ...table, columns }] : [];
  });
}

/**
 * Filters columns. A column whose name has the word keeps all its fields; any other column keeps
 * the fields that match.
 */
function narrowed(columns: readonly TreeColumn[], word: string): readonly TreeColumn[] {
  return columns.flatMap((column) => {
    if (column.name.toLowerCase().includes(word)) return [column];
    const fields = narrowed(column.fields ?? [], word);
    return fields.length > 0 ? [{ ...column, fields, leads: true }] : [];
  });
}

/** A name as SQL needs it: each part is quoted unless it is a plain word. */
export function sqlName(name: string): string {
  return name.split(".").map(quoted).join(".");
}

/** One part of a name, quoted if necessary; a dot in the part does not separate parts. */
export function quoted(part: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`;
}
