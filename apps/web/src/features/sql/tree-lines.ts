import { quoted, sqlName, type TreeColumn, type TreeTable } from "./schema-filter.ts";

/** One line of the schema tree as it is shown. */
export interface TreeLine {
  /** Names the line among all others. */
  readonly id: string;
  /** Of the line that it is folded under; null at the top. */
  readonly parent: string | null;
  readonly kind: "namespace" | "table" | "column";
  readonly level: number;
  readonly name: string;
  /** What stands at its right: rows of a table, type of a column. */
  readonly note: string;
  readonly title: string;
  readonly partition: boolean;
  /** True and false for what unfolds, null for what does not. */
  readonly isOpen: boolean | null;
  /** What Enter and the arrow put into the text. */
  readonly insert: string;
  /** Place among its siblings, and their number. */
  readonly place: number;
  readonly siblings: number;
}

interface Unfolding {
  /** Lines that the reader has turned from how they are at first. */
  readonly turned: ReadonlySet<string>;
  /** True while a filter is on: nothing that it found stays folded away. */
  readonly filtered: boolean;
  /** True while few lines are left by a filter: their columns are what is looked for. */
  readonly narrow: boolean;
  readonly rowsInWords: (rows: number) => string;
}

/** The lines of the tree in their order: namespaces, their tables, columns and fields of what is open. Namespaces without rows are closed at first. */
export function treeLines(tables: readonly TreeTable[], unfolding: Unfolding): readonly TreeLine[] {
  const groups = [...Map.groupBy(tables, ({ name }) => name.slice(0, name.indexOf(".")))];
  return groups.flatMap(([name, group], index) => {
    const id = `${name}.`;
    const counted = group.map((table) => table.rows ?? 0);
    const rows = counted.reduce((sum, one) => sum + one, 0);
    const isEmpty = rows === 0 && group.every((table) => table.rows !== null);
    const isOpen = (unfolding.filtered || !isEmpty) !== unfolding.turned.has(id);
    const line: TreeLine = {
      ...{ id, parent: null, kind: "namespace", level: 1, name, partition: false, isOpen },
      note: isEmpty ? "empty" : `${group.length}`,
      title: `${name}: ${group.length} ${group.length === 1 ? "table" : "tables"}${isEmpty ? ", all empty" : ""}`,
      insert: quoted(name),
      ...{ place: index + 1, siblings: groups.length },
    };
    return isOpen ? [line, ...linesOfTables(group, id, unfolding)] : [line];
  });
}

function linesOfTables(group: readonly TreeTable[], parent: string, unfolding: Unfolding) {
  // Of a hundred tables of a fresh import those with rows are looked for.
  const ordered = [...group].sort((a, b) => Number(a.rows === 0) - Number(b.rows === 0));
  return ordered.flatMap((table, index): TreeLine[] => {
    const { name, rows, columns, description } = table;
    const isOpen = unfolding.narrow !== unfolding.turned.has(name);
    const line: TreeLine = {
      ...{ id: name, parent, kind: "table", level: 2, partition: false, isOpen },
      name: name.slice(name.indexOf(".") + 1),
      note: rows === null ? "" : unfolding.rowsInWords(rows),
      title: [name, description].filter((text) => text !== "").join("\n"),
      insert: sqlName(name),
      ...{ place: index + 1, siblings: ordered.length },
    };
    return isOpen
      ? [line, ...linesOfColumns(columns, { parent: name, level: 3, path: "" }, unfolding)]
      : [line];
  });
}

interface Above {
  readonly parent: string;
  readonly level: number;
  /** How SQL reaches the fields; empty at the top and where only a lambda or `UNNEST` would. */
  readonly path: string;
}

function linesOfColumns(
  columns: readonly TreeColumn[],
  { parent, level, path }: Above,
  unfolding: Unfolding,
): readonly TreeLine[] {
  return columns.flatMap((column, index): TreeLine[] => {
    const { name, type, description, partition, fields } = column;
    const id = `${parent}\n${name}`;
    const isOpen =
      fields.length === 0 ? null : (column.leads === true) !== unfolding.turned.has(id);
    const insert = `${path}${quoted(name)}`;
    const line: TreeLine = {
      ...{ id, parent, kind: "column", level, name, partition, isOpen, insert },
      note: type,
      title: [`${name} ${type}`, description].filter((text) => text !== "").join("\n"),
      ...{ place: index + 1, siblings: columns.length },
    };
    if (isOpen !== true) return [line];
    const below = { parent: id, level: level + 1, path: type === "STRUCT" ? `${insert}.` : "" };
    return [line, ...linesOfColumns(fields, below, unfolding)];
  });
}

/** Where a key moves the focus, as trees do everywhere; null for keys that move nothing. */
export function moved(lines: readonly TreeLine[], at: number, key: string): number | null {
  const line = lines[at];
  if (line === undefined) return null;
  const parent = lines.findIndex((one) => one.id === line.parent);
  const to = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: lines.length - 1,
    ArrowRight: line.isOpen === true ? at + 1 : at,
    ArrowLeft: parent < 0 ? at : parent,
  }[key];
  return to === undefined ? null : Math.max(0, Math.min(lines.length - 1, to));
}

/** What a key does to a line instead of moving on: put its name into the text, or fold and unfold it. */
export function actionOf(
  { isOpen }: TreeLine,
  key: string,
  canInsert: boolean,
): "insert" | "turn" | null {
  if (key === "Enter" && canInsert) return "insert";
  const turns =
    (key === "ArrowRight" && isOpen === false) || (key === "ArrowLeft" && isOpen === true);
  return turns || ((key === " " || key === "Enter") && isOpen !== null) ? "turn" : null;
}
