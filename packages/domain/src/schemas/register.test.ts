import type { Column } from "@headwater/schemas";
import { describe, expect, test } from "vitest";
import { compareColumns } from "./compare-columns.ts";
import { deriveColumns } from "./derive-columns.ts";
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

  test("takes new columns anywhere, and names them", () => {
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

  test("is left alone by the same text", () => {
    expect(planRegistration(name, before.schema, before)).toEqual({ outcome: "unchanged" });
  });
});

test("a merged table has the columns of both sides in name order", () => {
  const before: Column[] = [{ name: "b", type: { kind: "map", value: { kind: "bigint" } } }];
  const after: Column[] = [...before, { name: "a", type: { kind: "varchar" } }];
  expect(compareColumns(before, after).merged.map((column) => column.name)).toEqual(["a", "b"]);
});

test.each(["pipeline", "main", "information_schema", "Information-Schema"])(
  "the namespace %s is taken",
  (namespace) => {
    expect(planRegistration({ ...name, namespace }, schemaOf({}), null).outcome).toBe("refused");
  },
);

test("a document's own keys never take a pipeline column", () => {
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

test("a schema that contains itself ends where it begins", () => {
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
])("%s is read by its path", (path, namespace, docType, version) => {
  expect(schemaNameOf(path)).toEqual({ namespace, docType, version });
});

test.each([
  "main.4.schema.json",
  "telemetry/main/main.schema.json",
  "telemetry/main/main.4.json",
  "telemetry/main/main.99999999999.schema.json",
  "a b/c/c.1.schema.json",
])("%s is no schema's path", (path) => {
  expect(schemaNameOf(path)).toBeNull();
});

test("a table is named in snake case with its version", () => {
  expect(tableNameOf(name)).toEqual({ namespace: "shop_front", name: "page_view_v2" });
});
