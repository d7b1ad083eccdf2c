import type { Column, ColumnType } from "@headwater/schemas";

/**
 * The type that holds values of both types; null if only JSON text could hold them (rule:
 * jsonschema-transpiler, drop mode).
 */
export function mergeTypes(one: ColumnType, other: ColumnType): ColumnType | null {
  if (one.kind !== other.kind) return isNumber(one) && isNumber(other) ? { kind: "double" } : null;
  switch (one.kind) {
    case "struct":
      return mapped(mergeFields(one.fields, (other as typeof one).fields), (fields) => ({
        kind: "struct",
        fields,
      }));
    case "list":
      return mapped(mergeTypes(one.element, (other as typeof one).element), (element) => ({
        kind: "list",
        element,
      }));
    case "map":
      return mapped(mergeTypes(one.value, (other as typeof one).value), (value) => ({
        kind: "map",
        value,
      }));
    default:
      return one;
  }
}

/** The fields of both structs, sorted by name; null if the types of a field conflict. */
function mergeFields(one: readonly Column[], other: readonly Column[]): Column[] | null {
  const merged = new Map(one.map((field) => [field.name, field]));
  for (const field of other) {
    const known = merged.get(field.name);
    const type = known === undefined ? field.type : mergeTypes(known.type, field.type);
    if (type === null) return null;
    merged.set(field.name, { ...field, ...known, type });
  }
  return sortByName([...merged.values()]);
}

/** Sorts columns by name, so that derived tables are the same on every machine. */
export function sortByName(columns: readonly Column[]): Column[] {
  return columns.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function mapped<T>(value: T | null, wrap: (value: T) => ColumnType): ColumnType | null {
  return value === null ? null : wrap(value);
}

function isNumber({ kind }: ColumnType): boolean {
  return kind === "bigint" || kind === "double";
}
