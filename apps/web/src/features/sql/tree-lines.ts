import { quoted, sqlName, type TreeColumn, type TreeTable } from "./schema-filter.ts";

/** One line of the schema tree as it is shown. */
export interface TreeLine {
  /** Names the line among all others. */
  readonly id: string;
  /** Of the line that it is folded under; null at the top. */
  readonly parent: string | null;
  readonly kind: "namespace" | "fold" | "table" | "column";
  readonly level: number;
  readonly name: string;
  /** What stands at its right: rows of a table, type of a column. */
  readonly note: string;
  readonly title: string;
  readonly partition: boolean;
  /** True and false for what unfolds, null for what does not. */
  readonly isOpen: boolean | null;
  /** What Enter and the arrow put into the text; null for what has no name in SQL. */
  readonly insert: string | null;
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

/** As many empty tables beside others are in nobody's way. */
const FEW = 3;

/** Tables with rows, then those without: of a hundred of a fresh import these stand folded behind one line. */
function linesOfTables(group: readonly TreeTable[], parent: string, unfolding: Unfolding) {
  const full = group.filter(({ rows }) => rows !== 0);
  const empty = group.filter(({ rows }) => rows === 0);
  const areFolded = !unfolding.filtered && full.length > 0 && empty.length > FEW;
  const shown = areFolded ? full : [...full, ...empty];
  const siblings = shown.length + Number(areFolded);
  const lines = shown.flatMap((table, index) =>
    linesOfTable(table, { parent, level: 2, place: index + 1, siblings }, unfolding),
  );
  if (!areFolded) return lines;
  const id = `${parent}empty`;
  const isOpen = unfolding.turned.has(id);
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
  const isOpen = unfolding.narrow !== unfolding.turned.has(name);
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
    const { name, type, description = "", partition = false, fields = [] } = column;
    const id = `${parent}\n${name}`;
    const isOpen =
      fields.length === 0 ? null : (column.leads === true) !== unfolding.turned.has(id);
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
  { isOpen, insert }: TreeLine,
  key: string,
  canInsert: boolean,
): "insert" | "turn" | null {
  if (key === "Enter" && canInsert && insert !== null) return "insert";
  const turns =
    (key === "ArrowRight" && isOpen === false) || (key === "ArrowLeft" && isOpen === true);
  return turns || ((key === " " || key === "Enter") && isOpen !== null) ? "turn" : null;
}
