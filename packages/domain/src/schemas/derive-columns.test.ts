import type { Column } from "@headwater/schemas";
import { describe, expect, test } from "vitest";
import { deriveColumns } from "./derive-columns.ts";
import type { JsonSchema } from "./json-schema.ts";

const typesOf = (properties: Record<string, unknown>, more: object = {}) => {
  const schema = { type: "object", properties, ...more } as unknown as JsonSchema;
  return Object.fromEntries((deriveColumns(schema) ?? []).map(({ name, type }) => [name, type]));
};
const VARCHAR = { kind: "varchar" };
const BIGINT = { kind: "bigint" };

describe("the column of a property", () => {
  test.each([
    ["a boolean", { type: "boolean" }, { kind: "boolean" }],
    ["a whole number", { type: "integer" }, BIGINT],
    ["a number", { type: "number" }, { kind: "double" }],
    ["a number of both kinds", { type: ["integer", "number"] }, { kind: "double" }],
    ["a text", { type: "string" }, VARCHAR],
    ["a time", { type: "string", format: "date-time" }, { kind: "timestamp" }],
    ["bytes", { type: "string", format: "bytes" }, { kind: "blob" }],
    ["a value or null", { type: ["string", "null"] }, VARCHAR],
    ["a list", { type: "array", items: { type: "integer" } }, { kind: "list", element: BIGINT }],
    ["a list by its keyword", { items: { type: "string" } }, { kind: "list", element: VARCHAR }],
    [
      "a list of lists",
      { type: "array", items: { type: "array", items: { type: "string" } } },
      {
        kind: "list",
        element: {
          kind: "struct",
          fields: [{ name: "list", type: { kind: "list", element: VARCHAR } }],
        },
      },
    ],
    [
      "a map",
      { type: "object", additionalProperties: { type: "integer" } },
      { kind: "map", value: BIGINT },
    ],
    [
      "a map by pattern",
      { patternProperties: { ".*": { type: "string" } } },
      { kind: "map", value: VARCHAR },
    ],
    [
      "a map of mixed values",
      { additionalProperties: { type: ["string", "boolean"] } },
      { kind: "map", value: { kind: "json" } },
    ],
    ["a union of one", { oneOf: [{ type: "null" }, { type: "string" }] }, VARCHAR],
    [
      "a union of numbers",
      { anyOf: [{ type: "integer" }, { type: "number" }] },
      { kind: "double" },
    ],
    [
      "an object of a union",
      { type: "object", allOf: [{ properties: { a: { type: "string" } } }] },
      {
        kind: "struct",
        fields: [{ name: "a", type: VARCHAR }],
      },
    ],
    [
      "a bounded tuple",
      { type: "array", items: [{ type: "string" }, {}], additionalItems: false },
      {
        kind: "struct",
        fields: [
          { name: "f0_", type: VARCHAR },
          { name: "f1_", type: { kind: "json" } },
        ],
      },
    ],
    [
      "a tuple with more of one kind",
      {
        type: "array",
        items: [{ type: "string" }],
        additionalItems: { type: "integer" },
        maxItems: 2,
      },
      {
        kind: "struct",
        fields: [
          { name: "f0_", type: VARCHAR },
          { name: "f1_", type: BIGINT },
        ],
      },
    ],
    [
      "a tuple of its own length",
      { type: "array", items: [{ type: "string" }], maxItems: 1 },
      { kind: "struct", fields: [{ name: "f0_", type: VARCHAR }] },
    ],
  ])("%s", (_name, schema, type) => {
    expect(typesOf({ it: schema })).toEqual({ it: type });
  });

  test.each([
    ["of two kinds", { type: ["string", "boolean"] }],
    ["of no known kind", { type: "date" }],
    ["without a type", {}],
    ["that may be anything", true],
    ["a list of anything", { type: "array" }],
    ["a list of no single kind", { type: "array", items: { type: ["string", "boolean"] } }],
    ["a tuple without an end", { type: "array", items: [{ type: "string" }] }],
    [
      "a tuple that more may follow",
      { items: [{ type: "string" }], additionalItems: { type: "string" } },
    ],
    ["an object without properties", { type: "object" }],
    ["an object without any column", { type: "object", properties: { a: {} } }],
    ["a union of kinds", { oneOf: [{ type: "string" }, { type: "boolean" }] }],
    ["a union with an unknown part", { oneOf: [{ type: "string" }, {}] }],
    ["a reference to nothing", { $ref: "#/definitions/none" }],
  ])("does not exist for a value %s", (_name, schema) => {
    expect(typesOf({ it: schema, other: { type: "string" } })).toEqual({ other: VARCHAR });
  });
});

test("a reference has the type of its target, and a reference to itself ends", () => {
  const definitions = {
    name: { type: "string" },
    tree: {
      type: "object",
      properties: { name: { type: "string" }, next: { $ref: "#/definitions/tree" } },
    },
  };
  expect(
    typesOf(
      { a: { $ref: "#/definitions/name" }, b: { $ref: "#/definitions/tree" } },
      { definitions },
    ),
  ).toEqual({ a: VARCHAR, b: { kind: "struct", fields: [{ name: "name", type: VARCHAR }] } });
});

test("named paths become JSON columns, except for plain values", () => {
  const schema = {
    type: "object",
    properties: { free: { type: "object" }, plain: { type: "string" } },
  } as JsonSchema;
  expect(deriveColumns(schema, { jsonPaths: /^(free|plain)$/ })).toEqual([
    { name: "free", type: { kind: "json" } },
    { name: "plain", type: VARCHAR },
  ]);
});

test("two keys of one column are reported, and the first key gets the column", () => {
  const merged: unknown[] = [];
  const schema = {
    type: "object",
    properties: {
      appName: { type: "string" },
      app_name: { type: "integer" },
      $schema: { type: "string" },
    },
  } as unknown as JsonSchema;
  const columns = deriveColumns(schema, { onMerged: (path, keys) => merged.push([path, keys]) });
  expect(columns).toEqual([{ name: "app_name", type: VARCHAR }]);
  expect(merged).toEqual([["app_name", ["appName", "app_name"]]]);
});

test("titles and descriptions become one text that a database accepts", () => {
  const half = `${"x".repeat(1023)}😀`;
  const schema = {
    type: "object",
    properties: {
      a: { type: "string", title: "A", description: "is\0 one" },
      b: { type: "string", description: half },
    },
  } as unknown as JsonSchema;
  const [a, b] = (deriveColumns(schema) ?? []) as Column[];
  expect(a?.description).toBe("A - is one");
  expect(b?.description).toBe(`${"x".repeat(1023)}\uFFFD`);
});

test("a root that is no object is one column, and a root without a type gives no columns", () => {
  expect(deriveColumns({ type: "string" } as JsonSchema)).toEqual([
    { name: "root", type: VARCHAR },
  ]);
  expect(deriveColumns({} as JsonSchema)).toEqual([]);
});

test("a schema that expands into too many types is refused", () => {
  const level = (n: number) => ({
    type: "object",
    properties: Object.fromEntries(
      Array.from({ length: 8 }, (_, at) => [`k${at}`, { $ref: `#/definitions/l${n + 1}` }]),
    ),
  });
  const definitions = Object.fromEntries([
    ...Array.from({ length: 7 }, (_, n) => [`l${n}`, level(n)]),
    ["l7", { type: "string" }],
  ]);
  const schema = { ...level(0), definitions } as unknown as JsonSchema;
  expect(deriveColumns(schema)).toBeNull();
});
