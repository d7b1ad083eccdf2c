/** A column or a field within one; fields of lists and maps are those of their elements. */
export interface TreeColumn {
  readonly name: string;
  /** Type with its fields left out: they stand below. */
  readonly type: string;
  // Left out where there is nothing to say: an import brings ten thousand of these.
  readonly description?: string;
  readonly partition?: true;
  readonly fields?: readonly TreeColumn[];
  /** Kept by a filter for what it found in the fields. */
  readonly leads?: true;
}

/** A table as the schema browser shows it. */
export interface TreeTable {
  readonly name: string;
  readonly description: string;
  /** Null where nobody counts. */
  readonly rows: number | null;
  readonly columns: readonly TreeColumn[];
}

/** One word finds tables, columns and fields; of two words the first is in the table's name and the second in a column's. */
export function filterTree(tables: readonly TreeTable[], text: string): readonly TreeTable[] {
  const [first, second] = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (first === undefined) return tables;
  const holds = (name: string, word: string) => name.toLowerCase().includes(word);
  // A third word and later ones are left aside: a name and a column are all there is to narrow by.
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

/** A column that holds the word keeps all its fields; of another those stay that lead to the word. */
function narrowed(columns: readonly TreeColumn[], word: string): readonly TreeColumn[] {
  return columns.flatMap((column) => {
    if (column.name.toLowerCase().includes(word)) return [column];
    const fields = narrowed(column.fields ?? [], word);
    return fields.length > 0 ? [{ ...column, fields, leads: true }] : [];
  });
}

/** A name as it must stand in SQL: quoted where it is not a plain word. */
export function sqlName(name: string): string {
  return name.split(".").map(quoted).join(".");
}

/** One part of a name; dots in it are its own. */
export function quoted(part: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`;
}
