import { expect, test } from "vitest";
import {
  CANCEL_EXECUTION,
  READ_EXECUTION,
  RUN_SAVED_QUERIES,
  RUN_SQL,
} from "../executions/index.ts";
import { WRITE_PEOPLE } from "../people/index.ts";
import { READ_REJECTED } from "../pipeline/index.ts";
import { WRITE_SAVED_QUERIES } from "../saved-queries/index.ts";
import { WRITE_SCHEMAS } from "../schemas/index.ts";
import { assertRole, may, type Person, roleOf } from "./index.ts";

test.each([
  ["viewer", RUN_SAVED_QUERIES, true],
  ["viewer", WRITE_SAVED_QUERIES, false],
  ["viewer", RUN_SQL, false],
  ["viewer", READ_REJECTED, false],
  ["analyst", WRITE_SAVED_QUERIES, true],
  ["analyst", RUN_SQL, true],
  ["analyst", READ_REJECTED, true],
  ["analyst", WRITE_SCHEMAS, false],
  ["analyst", WRITE_PEOPLE, false],
  ["admin", WRITE_SCHEMAS, true],
  ["admin", WRITE_PEOPLE, true],
] as const)("%s and $scope: %s", (role, action, allowed) => {
  expect(may<never>({ id: "p", role }, action)).toBe(allowed);
});

const person = (role: Person["role"]): Person => ({ id: "p", role });

test.each([
  ["analyst", "p", true],
  ["analyst", "other", false],
  ["admin", "other", true],
  // A person who lost the role may not change their own objects.
  ["viewer", "p", false],
] as const)("%s may change the saved query of %s: %s", (role, ownerId, allowed) => {
  expect(may(person(role), WRITE_SAVED_QUERIES, { ownerId })).toBe(allowed);
});

test.each([
  ["viewer", "p", true],
  ["viewer", "other", false],
  ["admin", "other", true],
] as const)("%s may cancel the run of %s: %s", (role, userId, allowed) => {
  expect(may(person(role), CANCEL_EXECUTION, { userId })).toBe(allowed);
});

const REJECTED = ["pipeline.rejected"];
test.each([
  ["own", "viewer", { userId: "p", isShown: false, role: "viewer", tables: [] }, true],
  ["a stranger's", "analyst", { userId: "x", isShown: false, role: "analyst", tables: [] }, false],
  ["a shown one", "viewer", { userId: "x", isShown: true, role: "viewer", tables: [] }, true],
  ["any", "admin", { userId: "x", isShown: false, role: "admin", tables: null }, true],
  // The person's role was higher at the time of the run, or the author may read more tables.
  [
    "own of rejected",
    "viewer",
    { userId: "p", isShown: false, role: "analyst", tables: REJECTED },
    false,
  ],
  [
    "shown of rejected",
    "viewer",
    { userId: "x", isShown: true, role: "admin", tables: REJECTED },
    false,
  ],
  [
    "shown, unknown tables",
    "viewer",
    { userId: "x", isShown: true, role: "admin", tables: null },
    false,
  ],
] as const)("the right to read a run (%s) as %s", (_name, role, reach, allowed) => {
  expect(may(person(role), READ_EXECUTION, reach)).toBe(allowed);
});

test("a refusal names the role that is needed", () => {
  expect(() => assertRole(person("viewer"), RUN_SQL)).toThrow("needs the role analyst");
  expect(() => assertRole(person("analyst"), RUN_SQL)).not.toThrow();
});

test("an unknown role counts as viewer", () => {
  expect(roleOf("root")).toBe("viewer");
  expect(roleOf(null)).toBe("viewer");
});
