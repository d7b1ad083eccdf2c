import { describe, expect, it, test } from "vitest";
import { mayReadRows, readableTables, securityContext } from "./grants.ts";

const viewer = { id: "v", role: "viewer" } as const;
const analyst = { id: "a", role: "analyst" } as const;
const admin = { id: "r", role: "admin" } as const;

const TABLES = [
  { namespace: "shop", table: "visit_v1" },
  { namespace: "shop", table: "rejected" },
  { namespace: "pipeline", table: "accounting" },
  { namespace: "pipeline", table: "rejected" },
];

test("a viewer may read all tables but the rejected pings; everybody else may read all", () => {
  expect(readableTables(viewer, TABLES)).toEqual(TABLES.slice(0, 3));
  expect(readableTables(analyst, TABLES)).toEqual(TABLES);
  expect(readableTables(admin, TABLES)).toEqual(TABLES);
});

test("results are shared between roles that may read the same tables", () => {
  expect(securityContext(analyst)).toBe(securityContext(admin));
  expect(securityContext(viewer)).not.toBe(securityContext(analyst));
});

describe("the right to read the rows of a run", () => {
  it.each([
    ["viewer", ["pipeline.rejected"], false],
    ["viewer", ["shop.visit_v1", "pipeline.rejected"], false],
    ["viewer", ["shop.visit_v1"], true],
    ["viewer", [], true],
    ["viewer", null, false],
    ["analyst", ["pipeline.rejected"], true],
    ["analyst", null, true],
  ] as const)("of an analyst, as a %s and over the tables %j: %s", (role, tables, readable) => {
    expect(mayReadRows({ id: "x", role }, { role: "analyst", tables })).toBe(readable);
  });

  it.each([viewer, analyst, admin])("of a viewer belongs to %o", (reader) => {
    expect(mayReadRows(reader, { role: "viewer", tables: null })).toBe(true);
  });
});
