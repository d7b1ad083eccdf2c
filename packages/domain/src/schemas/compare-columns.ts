import type { Column, ColumnType } from "@headwater/schemas";
import { sortByName } from "./merge-types.ts";

/** A change of a column that would break existing rows. */
export interface ColumnConflict {
  /** Column path, e.g. `payload.info.reason`. */
  readonly path: string;
  readonly reason: string;
}

interface Comparison {
  /** Old and new columns together: the columns of the table if no conflict exists. */
  readonly merged: Column[];
  /** Paths of the columns that the new schema adds. */
  readonly added: readonly string[];
  readonly conflicts: readonly ColumnConflict[];
}

/**
 * Compares a table's columns with those of a new schema revision: new columns are allowed anywhere;
 * a removed column or a changed type is a conflict.
 */
export function compareColumns(before: readonly Column[], after: readonly Column[]): Comparison {
  const added: string[] = [];
  const conflicts: ColumnConflict[] = [];
  const merged = compareFields(before, after, { path: "", added, conflicts });
  return { merged, added, conflicts };
}

interface Notes {
  readonly path: string;
  readonly added: string[];
  readonly conflicts: ColumnConflict[];
}

function compareFields(
  before: readonly Column[],
  after: readonly Column[],
  notes: Notes,
): Column[] {
  const next = new Map(after.map((column) => [column.name, column]));
  const within = (name: string): Notes => ({
    ...notes,
    path: notes.path === "" ? name : `${notes.path}.${name}`,
  });
  const kept = before.map((column) => {
    const other = next.get(column.name);
    next.delete(column.name);
    if (other === undefined) {
      notes.conflicts.push({
        path: within(column.name).path,
        reason: "the column would be removed",
      });
      return column;
    }
    return {
      ...column,
      ...other,
      type: compareTypes(column.type, other.type, within(column.name)),
    };
  });
  for (const name of next.keys()) notes.added.push(within(name).path);
  return sortByName([...kept, ...next.values()]);
}

function compareTypes(before: ColumnType, after: ColumnType, notes: Notes): ColumnType {
  if (before.kind === "struct" && after.kind === "struct")
    return { kind: "struct", fields: compareFields(before.fields, after.fields, notes) };
  if (before.kind === "list" && after.kind === "list")
    return { kind: "list", element: compareTypes(before.element, after.element, notes) };
  if (before.kind === "map" && after.kind === "map")
    return { kind: "map", value: compareTypes(before.value, after.value, notes) };
  if (before.kind !== after.kind)
    notes.conflicts.push({
      path: notes.path,
      reason: `its type would change from ${before.kind} to ${after.kind}`,
    });
  return before;
}
