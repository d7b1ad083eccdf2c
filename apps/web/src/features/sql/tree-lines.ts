import { quoted, sqlName, type TreeColumn, type TreeTable } from "./schema-filter.ts";

/** One visible line of the schema tree. */
export interface TreeLine {
  /** Unique among all lines. */
  readonly id: string;
  /** The id of the line above in the tree; null for a namespace. */
  readonly parent: string | null;
  readonly kind: "namespace" | "fold" | "table" | "column";
  readonly level: number;
  readonly name: string;
  /** The text on the right: the rows of a table, the type of a column. */
  readonly note: string;
  readonly title: string;
  readonly partition: boolean;
  /** True or false for a line that can be unfolded, null for any other line. */
  readonly isOpen: boolean | null;
  /**
   * The text that Enter and the insert button put into the statement; null for a line without a
   * name in SQL.
   */
  readonly insert: string | null;
  /** The position among the siblings, and the number of siblings. */
  readonly place: number;
  readonly siblings: number;
}

interface Unfolding {
  /** The ids of lines that the person has folded or unfolded. */
  readonly toggled: ReadonlySet<string>;
  /** True while a filter is on, so that no table it found stays folded. */
  readonly filtered: boolean;
  /** True while a filter finds few tables, so that their columns are shown. */
  readonly narrow: boolean;
  readonly rowsInWords: (rows: number) => string;
}

/**
 * Makes the lines of the tree in their order: namespaces, their tables, and the columns and fields
 * of open lines. Namespaces without rows are closed at first.
 */
export function treeLines(tables: readonly TreeTable[], unfolding: Unfolding): readonly TreeLine[] {
  const groups = [...Map.groupBy(tables, ({ name }) => name.slice(0, name.indexOf(".")))];
  return groups.flatMap(([name, group], index) => {
    const id = `${name}.`;
    const counted = group.map((table) => table.rows ?? 0);
    const rows = counted.reduce((sum, one) => sum + one, 0);
    const isEmpty = rows === 0 && group.every((table) => table.rows !== null);
    const isOpen = (unfolding.filtered || !isEmpty) !== unfolding.toggled.has(id);
    const line: TreeLine = {
      id,
      parent: null,
      kind: "namespace",
      level: 1,
      name,
      partition: false,
      isOpen,
      note: isEmpty ? "empty" : `${group.length}`,
      title: `${name}: ${group.length} ${group.length === 1 ? "table" : "tables"}${isEmpty ? ", all empty" : ""}`,
      insert: quoted(name),
      place: index + 1,
      siblings: groups.length,
    };
    return isOpen ? [line, ...linesOfTables(group, id, unfolding)] : [line];
  });
}

/** A longer list of empty tables beside others is folded. */
const MOST_EMPTY = 3;

/**
 * Makes the lines of tables with rows, then of tables without rows. Many empty tables, as after an
 * import, are folded into one line.
 */
function linesOfTables(group: readonly TreeTable[], parent: string, unfolding: Unfolding) {
  const full = group.filter(({ rows }) => rows !== 0);
  const empty = group.filter(({ rows }) => rows === 0);
  const areFolded = !unfolding.filtered && full.length > 0 && empty.length > MOST_EMPTY;
  const shown = areFolded ? full : [...full, ...empty];
  const siblings = shown.length + Number(areFolded);
  const lines = shown.flatMap((table, index) =>
    linesOfTable(table, { parent, level: 2, place: index + 1, siblings }, unfolding),
  );
  if (!areFolded) return lines;
  const id = `${parent}empty`;
  const isOpen = unfolding.toggled.has(id);
  const name = `${empty.length} empty tables`;
  const fold: TreeLine = {
    id,
    parent,
    kind: "fold",
    level: 2,
    name,
    note: "",
    title: name,
    partition: false,
    isOpen,
    insert: null,
    place: siblings,
    siblings,
  };
  const below = empty.flatMap((table, index) => {
    const place = { parent: id, level: 3, place: index + 1, siblings: empty.length };
    return linesOfTable(table, place, unfolding);
  });
  return isOpen ? [...lines, fold, ...below] : [...lines, fold];
}

type Place = Pick<TreeLine, "parent" | "level" | "place" | "siblings">;

function linesOfTable(table: TreeTable, place: Place, unfolding: Unfolding): readonly TreeLine[] {
  const { name, rows, columns, description } = table;
  const isOpen = unfolding.narrow !== unfolding.toggled.has(name);
  const line: TreeLine = {
    id: name,
    kind: "table",
    partition: false,
    isOpen,
    ...place,
    name: name.slice(name.indexOf(".") + 1),
    note: rows === null ? "" : unfolding.rowsInWords(rows),
    title: [name, description].filter((text) => text !== "").join("\n"),
    insert: sqlName(name),
  };
  const above = { parent: name, level: place.level + 1, path: "" };
  return isOpen ? [line, ...linesOfColumns(columns, above, unfolding)] : [line];
}

interface ParentLine {
  readonly parent: string;
  readonly level: number;
  /**
   * The SQL path to the fields; empty for columns, and for fields that only a lambda or `UNNEST`
   * reaches.
   */
  readonly path: string;
}

function linesOfColumns(
  columns: readonly TreeColumn[],
  { parent, level, path }: ParentLine,
  unfolding: Unfolding,
): readonly TreeLine[] {
  return columns.flatMap((column, index): TreeLine[] => {
    const { name, type, description = "", partition = false, fields = [] } = column;
    const id = `${parent}\n${name}`;
    const isOpen =
      fields.length === 0 ? null : (column.leads === true) !== unfolding.toggled.has(id);
    const insert = `${path}${quoted(name)}`;
    const line: TreeLine = {
      id,
      parent,
      kind: "column",
      level,
      name,
      partition,
      isOpen,
      insert,
      note: type,
      title: [`${name} ${type}`, description].filter((text) => text !== "").join("\n"),
      place: index + 1,
      siblings: columns.length,
    };
    if (isOpen !== true) return [line];
    const below = { parent: id, level: level + 1, path: type === "STRUCT" ? `${insert}.` : "" };
    return [line, ...linesOfColumns(fields, below, unfolding)];
  });
}

/** The line to which a key moves the focus, as the ARIA tree pattern says; null for other keys. */
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

/** The action of a key on a line: insert its name into the text, or fold or unfold the line. */
export function actionOf(
  { isOpen, insert }: TreeLine,
  key: string,
  canInsert: boolean,
): "insert" | "toggle" | null {
  if (key === "Enter" && canInsert && insert !== null) return "insert";
  const toggles =
    (key === "ArrowRight" && isOpen === false) || (key === "ArrowLeft" && isOpen === true);
  return toggles || ((key === " " || key === "Enter") && isOpen !== null) ? "toggle" : null;
}
