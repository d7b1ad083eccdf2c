/** A cell by row and visible column; row -1 is the header. */
export interface CellAt {
  readonly row: number;
  readonly column: number;
}

/** A rectangle of cells between the anchor, where the selection began, and the focused cell. */
export interface Selection {
  readonly anchor: CellAt;
  readonly focus: CellAt;
}

export interface Range {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

interface Extent {
  readonly rows: number;
  readonly columns: number;
  readonly pageRows: number;
}

interface Key {
  readonly key: string;
  readonly shift: boolean;
  readonly mod: boolean;
}

/** A selection of one cell. */
export function selectCell(cell: CellAt): Selection {
  return { anchor: cell, focus: cell };
}

/** The rectangle with its edges in order; it has no header cells. */
export function rangeOf({ anchor, focus }: Selection): Range {
  return {
    top: Math.max(0, Math.min(anchor.row, focus.row)),
    bottom: Math.max(anchor.row, focus.row),
    left: Math.min(anchor.column, focus.column),
    right: Math.max(anchor.column, focus.column),
  };
}

/** True if the rectangle contains the cell. */
export function contains(range: Range, { row, column }: CellAt): boolean {
  return row >= range.top && row <= range.bottom && column >= range.left && column <= range.right;
}

/** Number of cells of the rectangle. */
export function cellCount(range: Range): number {
  return Math.max(0, range.bottom - range.top + 1) * (range.right - range.left + 1);
}

/** The selection after a key; null for a key that does not move the selection. */
export function moveSelection(selection: Selection, key: Key, extent: Extent): Selection | null {
  if (key.mod && key.key.toLowerCase() === "a") return everything(extent);
  const target = targetOf(selection.focus, key, extent);
  if (target === null) return null;
  const focus = {
    row: clamp(target.row, key.shift ? 0 : -1, extent.rows - 1),
    column: clamp(target.column, 0, extent.columns - 1),
  };
  return key.shift ? { anchor: selection.anchor, focus } : selectCell(focus);
}

function everything({ rows, columns }: Extent): Selection {
  return { anchor: { row: 0, column: 0 }, focus: { row: rows - 1, column: columns - 1 } };
}

function targetOf({ row, column }: CellAt, { key, mod }: Key, extent: Extent): CellAt | null {
  const lastRow = extent.rows - 1;
  const lastColumn = extent.columns - 1;
  const targets: Readonly<Record<string, CellAt>> = {
    ArrowDown: { row: mod ? lastRow : row + 1, column },
    ArrowUp: { row: mod ? 0 : row - 1, column },
    ArrowRight: { row, column: mod ? lastColumn : column + 1 },
    ArrowLeft: { row, column: mod ? 0 : column - 1 },
    PageDown: { row: row + extent.pageRows, column },
    PageUp: { row: Math.max(0, row - extent.pageRows), column },
    Home: { row: mod ? 0 : row, column: 0 },
    End: { row: mod ? lastRow : row, column: lastColumn },
  };
  return targets[key] ?? null;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}
