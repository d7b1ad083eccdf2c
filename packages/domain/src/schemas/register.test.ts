import type { Column } from "@headwater/schemas";
import { describe, expect, test } from "vitest";
import { compareColumns } from "./compare-columns.ts";
import { deriveColumns } from "./derive-columns.ts";
import { nameWarnings } from "./names.ts";
import { planRegistration, schemaNameOf, tableNameOf } from "./register.ts";

const name = { namespace: "shop-front", docType: "pageView", version: 2 };
const schemaOf = (properties: object) => JSON.stringify({ type: "object", properties });

function registered(properties: object): { schema: string; columns: readonly Column[] } {
  const schema = schemaOf(properties);
  const plan = planRegistration(name, schema, null);
  if (plan.outcome !== "registered") throw new Error(JSON.stringify(plan));
  return { schema, columns: plan.columns };
}

describe("a version that exists", () => {
  const before = registered({
    a: { type: "integer" },
    b: { type: "object", properties: { inner: { type: "string" } } },
    c: { type: "array", items: { type: "object", properties: { x: { type: "string" } } } },
  });

  test("accepts new columns anywhere, and names them", () => {
    const plan = planRegistration(
      name,
      schemaOf({
        a: { type: "integer" },
        b: {
          type: "object",
          properties: { inner: { type: "string" }, newField: { type: "number" } },
        },
        c: {
          type: "array",
          items: { type: "object", properties: { x: { type: "string" }, y: { type: "string" } } },
        },
        d: { type: "boolean" },
      }),
      before,
    );
    expect(plan).toMatchObject({ outcome: "additive", added: ["b.new_field", "c.y", "d"] });
  });

  test.each<[string, object, string, string]>([
    ["a removed column", { b: {}, c: {} }, "a", "would be removed"],
    [
      "a retyped nested column",
      {
        a: { type: "integer" },
        b: { type: "object", properties: { inner: { type: "integer" } } },
        c: { type: "array", items: { type: "object", properties: { x: { type: "string" } } } },
      },
      "b.inner",
      "would change from varchar to bigint",
    ],
    [
      "a retyped field of a list's elements",
      {
        a: { type: "integer" },
        b: { type: "object", properties: { inner: { type: "string" } } },
        c: { type: "array", items: { type: "object", properties: { x: { type: "number" } } } },
      },
      "c.x",
      "would change from varchar to double",
    ],
  ])("refuses %s with its path", (_case, properties, path, reason) => {
    const plan = planRegistration(name, schemaOf(properties), before);
    expect(plan).toMatchObject({ outcome: "refused" });
    if (plan.outcome === "refused")
      expect(plan.reasons[0]).toEqual({ path, reason: expect.stringContaining(reason) });
  });

  test("does not change for the same text", () => {
    expect(planRegistration(name, before.schema, before)).toEqual({ outcome: "unchanged" });
  });
});

test("a merged table has the columns of both sides in name order", () => {
  const before: Column[] = [{ name: "b", type: { kind: "map", value: { kind: "bigint" } } }];
  const after: Column[] = [...before, { name: "a", type: { kind: "varchar" } }];
  expect(compareColumns(before, after).merged.map((column) => column.name)).toEqual(["a", "b"]);
});

test.each([
  ["memory", "a database"],
  ["Memory", "a database"],
  ["system", "a database"],
  ["temp", "a database"],
  ["main", "a schema"],
  ["information_schema", "a schema"],
  ["Information-Schema", "a schema"],
  ["pg-catalog", "a schema"],
  ["pgCatalog", "a schema"],
  ["lateral", "a word of SQL"],
  ["Select", "a word of SQL"],
  ["pivot-longer", "a word of SQL"],
  ["pipeline", "the pipeline's own"],
  ["derived", "that jobs make"],
])("the namespace %s is taken, and the error says why (%s)", (namespace, reason) => {
  expect(planRegistration({ ...name, namespace }, schemaOf({}), null)).toEqual({
    outcome: "refused",
    reasons: [{ path: "", reason: expect.stringContaining(reason) }],
  });
});

const strings = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`c${at}`, { type: "string" }]));
const objects = (count: number, each: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `g${at}`,
      { type: "object", properties: strings(each) },
    ]),
  );
const lists = (depth: number): object =>
  depth === 0
    ? { type: "string" }
    : { type: "array", items: { type: "object", properties: { a: lists(depth - 1) } } };
const maps = (depth: number): object =>
  depth === 0 ? { type: "string" } : { type: "object", additionalProperties: maps(depth - 1) };

describe("a schema that can't be validated, landed or read is refused with the limit", () => {
  test.each<[string, object, string, string]>([
    [
      "10,000 properties",
      strings(10_000),
      "properties",
      "it has 10000 properties; one object can have 1000",
    ],
    [
      "an object of 1,001",
      { a: { type: "object", properties: strings(1001) } },
      "properties.a.properties",
      "1001 properties",
    ],
    [
      "5,000 columns besides the pipeline's",
      objects(10, 500),
      "",
      "columns; a table can have 5000",
    ],
    [
      "a name of 256 characters",
      { ["x".repeat(256)]: { type: "string" } },
      "properties.xxxxxxxxxxxxxxxxxxxx…",
      "256 characters; a column's can have 255",
    ],
    ["13 lists", { deep: lists(13) }, "deep", "13 lists or maps within each other"],
    ["13 maps", { deep: maps(13) }, "deep", "13 lists or maps within each other"],
  ])("%s", (_case, properties, path, reason) => {
    expect(planRegistration(name, schemaOf(properties), null)).toEqual({
      outcome: "refused",
      reasons: [{ path, reason: expect.stringContaining(reason) }],
    });
  });

  test.each<[string, object]>([
    ["1,000 properties", strings(1000)],
    ["4,500 columns", objects(9, 500)],
    ["a name of 255 characters", { ["x".repeat(255)]: { type: "string" } }],
    ["12 lists", { deep: lists(12) }],
    ["12 maps", { deep: maps(12) }],
  ])("%s are within the limits", (_case, properties) => {
    expect(planRegistration(name, schemaOf(properties), null).outcome).toBe("registered");
  });

  test("a table that would grow beyond the limit is refused", () => {
    const before = registered(objects(9, 500));
    expect(planRegistration(name, schemaOf(objects(10, 500)), before).outcome).toBe("refused");
  });
});

describe("the author is warned of", () => {
  const warningsOf = (properties: object) => {
    const plan = planRegistration(name, schemaOf(properties), null);
    return plan.outcome === "registered" ? plan.warnings : plan;
  };

  test("two keys with the same column", () => {
    const inner = {
      type: "object",
      properties: { a_b: { type: "string" }, aB: { type: "string" } },
    };
    expect(warningsOf({ fooBar: { type: "string" }, foo_bar: { type: "string" }, inner })).toEqual([
      {
        path: "foo_bar",
        reason: expect.stringContaining("`fooBar` and `foo_bar` share one column"),
      },
      { path: "inner.a_b", reason: expect.stringContaining("`aB` and `a_b` share one column") },
    ]);
  });

  test("a key whose column belongs to the pipeline", () => {
    expect(warningsOf({ sampleId: { type: "string" }, clientId: { type: "string" } })).toEqual([
      { path: "sample_id", reason: expect.stringContaining("the pipeline's own") },
    ]);
  });

  test("nothing else", () => {
    expect(warningsOf({ a: { type: "string" }, b: { type: "string" } })).toEqual([]);
  });

  const named = (namespace: string, docType: string, table: string) => ({
    namespace,
    docType,
    table,
  });
  const one = named("shop", "one", "one_v1");
  const oneV1 = named("shop", "one-v1", "one_v1_v1");
  test.each([
    ["a type that hides the short name of another", one, oneV1],
    ["a type whose short name is hidden", oneV1, one],
  ])("%s", (_case, own, other) => {
    expect(nameWarnings(own, [other, named("other", "one-v1", "one_v1_v1")])).toEqual([
      {
        path: "",
        reason:
          "shop.one_v1 is a table, so it does not stand for the newest version of shop/one-v1: write shop.one_v1_v1 for that",
      },
    ]);
  });

  test("a type that has the same SQL name as another type", () => {
    expect(
      nameWarnings(named("shop", "a-b", "a_b_v2"), [named("shop", "aB", "a_b_v1")]),
    ).toMatchObject([
      { reason: expect.stringContaining("shop.a_b is the newest version of both") },
    ]);
  });

  test("a namespace that has the same SQL name as another namespace", () => {
    expect(
      nameWarnings(named("a-b", "x", "x_v1"), [
        named("a_b", "y", "y_v1"),
        named("a_b", "z", "z_v1"),
      ]),
    ).toEqual([
      { path: "", reason: "its tables are in the namespace a_b, and so are those of a_b" },
    ]);
  });
});

test("a document's own key never fills a column of the pipeline", () => {
  const { columns } = registered({
    sampleId: { type: "string" },
    metadata: { type: "string" },
    submission_date: { type: "string" },
    client_id: { type: "integer" },
    kept: { type: "string" },
  });
  const types = Object.fromEntries(columns.map((column) => [column.name, column.type.kind]));
  expect(types).toMatchObject({
    sample_id: "bigint",
    metadata: "struct",
    client_id: "varchar",
    kept: "varchar",
  });
  expect(types).not.toHaveProperty("submission_date");
});

test("references cannot multiply a small schema into millions of columns", () => {
  const definitions: Record<string, object> = { d0: { type: "string" } };
  for (let level = 1; level <= 20; level += 1) {
    const next = { $ref: `#/definitions/d${level - 1}` };
    definitions[`d${level}`] = { type: "object", properties: { a: next, b: next } };
  }
  const bomb = JSON.stringify({ definitions, $ref: "#/definitions/d20" });
  expect(planRegistration(name, bomb, null)).toMatchObject({
    outcome: "refused",
    reasons: [{ reason: expect.stringContaining("columns") }],
  });
});

test("a schema that contains itself gives finite columns", () => {
  const node = {
    type: "object",
    properties: { value: { type: "string" }, next: { $ref: "#" } },
  };
  expect(deriveColumns(node)?.map((column) => column.name)).toEqual(["next", "value"]);
});

test("a description holds no NUL and no half character", () => {
  const description = `\u0000${"x".repeat(1023)}😀`;
  const [column] = deriveColumns({ properties: { a: { type: "string", description } } }) ?? [];
  expect(column?.description?.isWellFormed()).toBe(true);
  expect(column?.description).not.toContain("\u0000");
});

test.each([
  ["schemas/telemetry/main/main.4.schema.json", "telemetry", "main", 4],
  ["eng-workflow/hgpush/hgpush.1.schema.json", "eng-workflow", "hgpush", 1],
  ["glean/glean/glean-min.1.schema.json", "glean", "glean-min", 1],
])("the path %s names a schema", (path, namespace, docType, version) => {
  expect(schemaNameOf(path)).toEqual({ namespace, docType, version });
});

test.each([
  "main.4.schema.json",
  "telemetry/main/main.schema.json",
  "telemetry/main/main.4.json",
  "telemetry/main/main.99999999999.schema.json",
  "a b/c/c.1.schema.json",
])("the path %s names no schema", (path) => {
  expect(schemaNameOf(path)).toBeNull();
});

test("a table is named in snake case with its version", () => {
  expect(tableNameOf(name)).toEqual({ namespace: "shop_front", name: "page_view_v2" });
});
