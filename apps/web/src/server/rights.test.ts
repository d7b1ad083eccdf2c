import { expect, test } from "vitest";
import { may, roleOf, type Scope } from "./rights.ts";

test.each([
  ["viewer", "queries:run", true],
  ["viewer", "queries:write", false],
  ["viewer", "sql:write", false],
  ["viewer", "rejected:read", false],
  ["analyst", "queries:write", true],
  ["analyst", "sql:write", true],
  ["analyst", "rejected:read", true],
  ["analyst", "schemas:write", false],
  ["analyst", "people:write", false],
  ["admin", "schemas:write", true],
  ["admin", "people:write", true],
] as const)("%s and %s: %s", (role, scope, allowed) => {
  expect(may(role, scope as Scope)).toBe(allowed);
});

test("an unknown role is the least one", () => {
  expect(roleOf("root")).toBe("viewer");
  expect(roleOf(null)).toBe("viewer");
});
