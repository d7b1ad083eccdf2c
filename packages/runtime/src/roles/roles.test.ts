import { expect, test } from "vitest";
import { DEFAULT_ROLES, FLOW, PIPELINE_ROLES, ROLES, roleOf, rolesToStart } from "./index.ts";

const names = (roles: readonly { readonly name: string }[]) => roles.map(({ name }) => name);

test("each role is listed once, and a role of the demo runs beside an existing role", () => {
  expect(new Set(names(ROLES)).size).toBe(ROLES.length);
  for (const { demoBeside } of PIPELINE_ROLES)
    if (demoBeside !== undefined) expect(roleOf(demoBeside)).toBeDefined();
  expect(roleOf("fish")).toBeUndefined();
});

test("a crash point belongs to one role", () => {
  const points = ROLES.flatMap((role): readonly string[] => role.crashPoints);
  expect(new Set(points).size).toBe(points.length);
});

test("by default every stage of the flow and the portal run", () => {
  expect(names(DEFAULT_ROLES)).toEqual([...names(FLOW), "portal"]);
  expect(names(FLOW)).not.toContain("producer");
});

test.each([
  ["in the order of the list", ["query", "edge"], false, ["edge", "query"]],
  ["with the demo beside the edge", ["edge", "portal"], true, ["edge", "producer", "portal"]],
  ["with the demo only where the edge runs", ["loader", "portal"], true, ["loader", "portal"]],
  ["with the demo's role alone, if only that role is wanted", ["producer"], true, ["producer"]],
  ["without the demo if the demo is off", ["producer", "edge"], false, ["edge"]],
] as const)("roles start %s", (_name, wanted, demo, expected) => {
  expect(names(rolesToStart(wanted, { demo }))).toEqual(expected);
});
