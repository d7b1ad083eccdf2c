import { describe, expect, it } from "vitest";
import { resolveTables, versionlessNames } from "./resolve-tables.ts";

const tables = [
  { namespace: "shop", table: "visit_v1" },
  { namespace: "shop", table: "visit_v10" },
  { namespace: "shop", table: "visit_v9" },
  { namespace: "shop", table: "order" },
  { namespace: "shop", table: "order_v2" },
  { namespace: "pipeline", table: "rejected" },
];

describe("names without a version", () => {
  it("stand for the newest version, compared as numbers", () => {
    expect(versionlessNames(tables).get("shop.visit")?.table).toBe("visit_v10");
  });

  it("never hide a table of the same name", () => {
    expect(versionlessNames(tables).has("shop.order")).toBe(false);
  });
});

describe("the tables that a statement names", () => {
  it.each([
    ["SHOP", "Visit_V1", "visit_v1"],
    ["shop", "visit", "visit_v10"],
    ["pipeline", "rejected", "rejected"],
  ])("%s.%s", (schema, name, table) => {
    expect(resolveTables([{ schema, name }], tables).tables).toEqual([
      expect.objectContaining({ table }),
    ]);
  });

  it.each([
    ["", "visit_v1"],
    ["", "/etc/passwd"],
    ["pipeline", "accounting"],
  ])("do not include %s.%s", (schema, name) => {
    expect(resolveTables([{ schema, name }], tables).unknown).toEqual({ schema, name });
  });

  it("are listed once each", () => {
    const named = ["visit", "visit_v10"].map((name) => ({ schema: "shop", name }));
    expect(resolveTables(named, tables).tables).toHaveLength(1);
  });
});
