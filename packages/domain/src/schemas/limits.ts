import { type Column, type ColumnType, leavesOf } from "@headwater/schemas";
import type { SchemaProblem } from "./schema-problem.ts";

/**
 * The most columns of one table, including those inside structs, lists and maps. The engine's
 * memory is enough to land and read that many. The widest public schema has an eighth of them.
 */
export const MAX_COLUMNS = 5000;
/**
 * The most properties of one object: the validator's code nests one level for each property, and
 * its stack ends at about 1,500.
 */
const MAX_PROPERTIES = 1000;
/** The most characters of a property's name. */
const MAX_NAME = 255;
/**
 * The most lists and maps within each other: each level doubles the engine's time to read a file,
 * and 20 levels take half a second.
 */
const MAX_LISTS = 12;

/**
 * The reason why a table with these columns can't be landed or read; null if the columns are within
 * the limits.
 */
export function tableProblem(columns: readonly Column[]): SchemaProblem | null {
  const count = columns.reduce((sum, { type }) => sum + leavesOf(type), 0);
  if (count > MAX_COLUMNS)
    return { path: "", reason: `it has ${count} columns; a table can have ${MAX_COLUMNS}` };
  const deep = columns.find(({ type }) => listsOf(type) > MAX_LISTS);
  if (deep === undefined) return null;
  return {
    path: deep.name,
    reason: `it has ${listsOf(deep.type)} lists or maps within each other; a column can have ${MAX_LISTS}`,
  };
}

/** The problems of an object with too many properties or too long names. */
export function propertyProblems(
  properties: Readonly<Record<string, unknown>>,
  path: string,
): SchemaProblem[] {
  const names = Object.keys(properties);
  const problems: SchemaProblem[] = names
    .filter((name) => name.length > MAX_NAME)
    .map((name) => ({
      path: `${path}.${name.slice(0, 20)}…`,
      reason: `its name has ${name.length} characters; a column's can have ${MAX_NAME}`,
    }));
  if (names.length > MAX_PROPERTIES)
    problems.push({
      path,
      reason: `it has ${names.length} properties; one object can have ${MAX_PROPERTIES}`,
    });
  return problems;
}

function listsOf(type: ColumnType): number {
  switch (type.kind) {
    case "struct":
      return Math.max(0, ...type.fields.map((field) => listsOf(field.type)));
    case "list":
      return 1 + listsOf(type.element);
    case "map":
      return 1 + listsOf(type.value);
    default:
      return 0;
  }
}
