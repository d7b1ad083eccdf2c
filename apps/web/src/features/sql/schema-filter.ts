/** A table as the schema browser shows it. */
export interface TreeTable {
  readonly name: string;
  readonly description: string;
  /** Null where nobody counts. */
  readonly rows: number | null;
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly description: string;
    readonly partition: boolean;
  }[];
}

/** One word finds tables and columns; of two words the first is in the table's name and the second in a column's. */
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
      .map((table) => narrowed(table, second))
      .filter((table) => table.columns.length > 0);
  return tables.flatMap((table) => {
    if (holds(table.name, first)) return [table];
    const found = narrowed(table, first);
    return found.columns.length > 0 ? [found] : [];
  });
}

function narrowed(table: TreeTable, word: string): TreeTable {
  return {
    ...table,
    columns: table.columns.filter(({ name }) => name.toLowerCase().includes(word)),
  };
}

/** A name as it must stand in SQL: quoted where it is not a plain word. */
export function sqlName(name: string): string {
  return name
    .split(".")
    .map((part) => (/^[a-z_][a-z0-9_]*$/.test(part) ? part : `"${part.replaceAll('"', '""')}"`))
    .join(".");
}
