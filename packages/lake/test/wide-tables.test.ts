import { columnName, planRegistration } from "@headwater/domain/schemas";
import { type Column, type ColumnType, quoteIdentifier } from "@headwater/schemas";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LakeLab, openLakeLab, rowOf, sourceOf, tableOf } from "./lake-lab.ts";

let lab: LakeLab;
beforeAll(async () => {
  lab = await openLakeLab();
});
afterAll(() => lab.close());

/** The columns that registration makes of properties. Throws if it refuses them. */
function columnsOf(properties: object): readonly Column[] {
  const schema = JSON.stringify({ type: "object", properties });
  const name = { namespace: "n", docType: "t", version: 1 };
  const plan = planRegistration(name, schema, null);
  if (plan.outcome !== "registered") throw new Error(JSON.stringify(plan));
  return plan.columns.filter((column) => column.name !== "submission_timestamp");
}

/** A document that has a value for each column. */
function full(type: ColumnType): unknown {
  switch (type.kind) {
    case "struct":
      return Object.fromEntries(type.fields.map((field) => [field.name, full(field.type)]));
    case "list":
      return [full(type.element)];
    case "map":
      return { key: full(type.value) };
    default:
      return "a text that is too long to stand inline";
  }
}

async function land(properties: object, names: readonly string[]) {
  const columns = columnsOf(properties);
  const table = tableOf(columns);
  const own = columns.filter(({ name }) => names.includes(name));
  const document = Object.fromEntries(own.map(({ name, type }) => [name, full(type)]));
  const file = await lab.writer.write({
    table,
    submissionDate: "2026-03-01",
    stem: "wide-0-0-0",
    rows: Array.from({ length: 50 }, () => rowOf(document)),
  });
  const counts = names.map((name) => `count(${quoteIdentifier(name)})::INT`);
  const source = await sourceOf(lab, table, [file]);
  const [row] = await lab.query(`SELECT [${counts.join(", ")}] AS counts FROM ${source}`);
  return row?.["counts"];
}

const string = { type: "string" };
const strings = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`c${at}`, string]));

test("a table of the largest allowed width lands with a text in every column", async () => {
  const groups = Array.from({ length: 49 }, (_, at) => `g${at}`);
  const properties = Object.fromEntries(
    groups.map((name) => [name, { type: "object", properties: strings(100) }]),
  );
  expect(await land(properties, groups)).toEqual(groups.map(() => 50));
});

test("an object with the most allowed properties lands", async () => {
  const object = { type: "object", properties: strings(1000) };
  expect(await land({ ...strings(999), object }, ["object", "c7"])).toEqual([50, 50]);
});

test("lists and maps of the deepest allowed nesting land", async () => {
  const deep = (depth: number): object =>
    depth === 0
      ? string
      : depth % 2 === 0
        ? { type: "array", items: { type: "object", properties: { a: deep(depth - 1) } } }
        : { type: "object", additionalProperties: deep(depth - 1) };
  expect(await land({ deep: deep(12) }, ["deep"])).toEqual([50]);
});

test("names with a meaning in SQL or the engine are ordinary columns", async () => {
  const keys = [
    ...["select", "order", "group", "table", "any", "all", "user", "from", "columns", "exclude"],
    ...["rowid", "filename", "file_row_number", "file_index", "row_number", "_", "9lives", "null"],
    ...["true", "current_date", "struct_pack", "list", "element", "key_value", "root", "schema"],
  ];
  const names = keys.map(columnName).filter((name) => name !== "");
  const properties = Object.fromEntries(keys.map((key) => [key, string]));
  expect(await land(properties, names)).toEqual(names.map(() => 50));
});
