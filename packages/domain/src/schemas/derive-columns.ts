import type { Column, ColumnType } from "@headwater/schemas";
import { isObject, type JsonSchema, resolveReference } from "./json-schema.ts";
import { mergeTypes, sortByName } from "./merge-types.ts";
import { columnName } from "./snake-case.ts";

interface DeriveOptions {
  /** Paths (`a.b.c` of original keys) that become JSON columns though they have no single type. */
  readonly jsonPaths?: RegExp;
  /** Called for two keys that have the same column name. */
  readonly onMerged?: (path: string, keys: readonly [string, string]) => void;
}

/**
 * The position in the schema tree: the whole schema for references, the path, and the references
 * that lead here.
 */
interface Place {
  readonly root: JsonSchema;
  readonly path: string;
  readonly inside: readonly string[];
  readonly options: DeriveOptions;
  readonly budget: { nodes: number };
}

const MAX_DESCRIPTION = 1024;
const MAX_DEPTH = 64;
/**
 * The most types that one schema may have, because references can multiply a small file into
 * millions of types.
 */
const MAX_NODES = 100_000;

/**
 * Columns of a document schema by the rules of Mozilla's jsonschema-transpiler in its production
 * settings (snake case, all nullable; a property without a single type has no column, and its
 * values land in `additional_properties`), sorted by name. A root that is no object is one column
 * `root`. Null for a schema of more than MAX_NODES types.
 */
export function deriveColumns(schema: JsonSchema, options: DeriveOptions = {}): Column[] | null {
  const budget = { nodes: MAX_NODES };
  const type = typeOf(schema, { root: schema, path: "", inside: [], options, budget });
  if (budget.nodes < 0) return null;
  if (type === null) return [];
  return type.kind === "struct" ? [...type.fields] : [{ name: "root", type }];
}

function typeOf(schema: JsonSchema, place: Place): ColumnType | null {
  place.budget.nodes -= 1;
  if (place.budget.nodes < 0) return null;
  if (typeof schema !== "object" || place.path.split(".").length > MAX_DEPTH) return null;
  if (typeof schema.$ref === "string") return typeOfReference(schema.$ref, place);
  if (
    place.path !== "" &&
    place.options.jsonPaths?.test(place.path) === true &&
    !isScalar(schema)
  ) {
    return { kind: "json" };
  }
  const types = namedTypes(schema);
  if (types.length === 0)
    return typeOfUnion(schema.oneOf ?? schema.anyOf ?? schema.allOf ?? [], place);
  if (types.length > 1) return isNumeric(types) ? { kind: "double" } : null;
  return typeOfNamed(types[0] ?? "", schema, place);
}

function typeOfReference(reference: string, place: Place): ColumnType | null {
  if (place.inside.includes(reference)) return null;
  const target = resolveReference(place.root, reference);
  return target === null
    ? null
    : typeOf(target, { ...place, inside: [...place.inside, reference] });
}

/**
 * Types that a schema names or, if it names none, that its keywords imply. `null` does not count,
 * because every column is nullable.
 */
function namedTypes(schema: JsonSchema): string[] {
  const named = typeof schema.type === "string" ? [schema.type] : [...(schema.type ?? [])];
  const types = named.filter((type) => type !== "null");
  if (named.length > 0) return types;
  if (schema.properties !== undefined) return ["object"];
  if (schema.patternProperties !== undefined || isObject(schema.additionalProperties))
    return ["object"];
  return schema.items === undefined ? [] : ["array"];
}

function typeOfNamed(name: string, schema: JsonSchema, place: Place): ColumnType | null {
  switch (name) {
    case "boolean":
      return { kind: "boolean" };
    case "integer":
      return { kind: "bigint" };
    case "number":
      return { kind: "double" };
    case "string":
      return typeOfString(schema.format);
    case "object":
      return typeOfObject(schema, place);
    case "array":
      return typeOfArray(schema, place);
    default:
      return null;
  }
}

function typeOfString(format: string | undefined): ColumnType {
  if (format === "date-time") return { kind: "timestamp" };
  return { kind: format === "bytes" ? "blob" : "varchar" };
}

function typeOfObject(schema: JsonSchema, place: Place): ColumnType | null {
  if (schema.properties !== undefined && Object.keys(schema.properties).length > 0) {
    const fields = fieldsOf(schema.properties, place);
    return fields.length === 0 ? null : { kind: "struct", fields };
  }
  const values = Object.values(schema.patternProperties ?? {});
  if (isObject(schema.additionalProperties)) values.push(schema.additionalProperties as JsonSchema);
  if (values.length > 0)
    return { kind: "map", value: typeOfUnion(values, place) ?? { kind: "json" } };
  return typeOfUnion(schema.oneOf ?? schema.anyOf ?? schema.allOf ?? [], place);
}

function fieldsOf(properties: Readonly<Record<string, JsonSchema>>, place: Place): Column[] {
  const fields = new Map<string, Column>();
  const keys = new Map<string, string>();
  for (const [key, schema] of Object.entries(properties).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const name = fieldName(key);
    if (name === null) continue;
    const path = place.path === "" ? key : `${place.path}.${key}`;
    const first = keys.get(name);
    if (first !== undefined) {
      place.options.onMerged?.(path, [first, key]);
      continue;
    }
    const type = typeOf(schema, { ...place, path });
    if (type === null) continue;
    keys.set(name, key);
    fields.set(name, describe(name, type, schema));
  }
  return sortByName([...fields.values()]);
}

/** Column name of a key; null for a key that cannot be a column, such as `$schema`. */
function fieldName(key: string): string | null {
  return /^[A-Za-z0-9_.-]+$/.test(key) && columnName(key) !== "" ? columnName(key) : null;
}

function describe(name: string, type: ColumnType, { title, description }: JsonSchema): Column {
  const text = [title, description]
    .filter((part) => typeof part === "string" && part !== "")
    .join(" - ");
  if (text === "") return { name, type };
  // The database's JSON accepts neither NUL nor half a surrogate pair, which cutting the text can
  // leave.
  const plain = text.replaceAll("\0", "").slice(0, MAX_DESCRIPTION).toWellFormed();
  return { name, type, description: plain };
}

function typeOfArray(schema: JsonSchema, place: Place): ColumnType | null {
  if (Array.isArray(schema.items))
    return typeOfTuple(schema, schema.items as readonly JsonSchema[], place);
  if (schema.items === undefined) return null;
  const element = typeOf(schema.items as JsonSchema, place);
  if (element === null) return null;
  // BigQuery, whose types these rules follow, has no list of lists: the inner list becomes a field.
  if (element.kind === "list")
    return { kind: "list", element: { kind: "struct", fields: [{ name: "list", type: element }] } };
  return { kind: "list", element };
}

/** A tuple has a type only where its length is bounded: fields `f0_`, `f1_`, … */
function typeOfTuple(
  schema: JsonSchema,
  items: readonly JsonSchema[],
  place: Place,
): ColumnType | null {
  const extra = isObject(schema.additionalItems) ? (schema.additionalItems as JsonSchema) : null;
  const length = extra === null ? items.length : Math.min(schema.maxItems ?? -1, MAX_NODES);
  const bounded =
    schema.additionalItems === false ||
    schema.maxItems === items.length ||
    (extra !== null && length >= items.length);
  if (!bounded) return null;
  const schemas = Array.from({ length }, (_, index) => items[index] ?? extra ?? {});
  const fields = schemas.map((item, index) =>
    describe(`f${index}_`, typeOf(item, place) ?? { kind: "json" }, item),
  );
  return { kind: "struct", fields };
}

function typeOfUnion(schemas: readonly JsonSchema[], place: Place): ColumnType | null {
  const present = schemas.filter((schema) => typeof schema !== "object" || schema.type !== "null");
  let union: ColumnType | null = null;
  for (const schema of present) {
    const type = typeOf(schema, place);
    if (type === null) return null;
    union = union === null ? type : mergeTypes(union, type);
    if (union === null) return null;
  }
  return union;
}

function isNumeric(types: readonly string[]): boolean {
  return types.every((type) => type === "integer" || type === "number");
}

function isScalar(schema: JsonSchema): boolean {
  const types = namedTypes(schema);
  return types.length === 1 && ["boolean", "integer", "number", "string"].includes(types[0] ?? "");
}
