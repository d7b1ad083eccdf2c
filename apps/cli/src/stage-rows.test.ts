import { expect, test } from "vitest";
import { areAllWell, namesOf } from "./stage-rows.ts";

const row = (stage: string, state: string, instance = `${stage}@here`) => ({
  stage,
  state,
  instance,
});

test("a single instance is named like its stage, several instances by their own names", () => {
  const all = [row("edge", "running"), row("query", "running"), row("query", "running", "query@b")];
  expect(namesOf(all)).toEqual(["edge", "query@here", "query@b"]);
});

test.each([
  ["running", "edge", [], true],
  ["degraded", "edge", [], false],
  ["silent", "edge", [], false],
  ["stopped", "edge", [], false],
  ["stopped", "producer", [], true],
  ["silent", "producer", [], true],
  ["degraded", "producer", [], false],
  ["stopped", "query", [row("query", "running")], true],
  ["stopped", "query", [row("query", "degraded")], false],
  ["stopped", "query", [row("edge", "running")], false],
  ["silent", "query", [row("query", "running")], false],
] as const)("%s %s beside %j is well: %s", (state, stage, others, expected) => {
  expect(areAllWell([row(stage, state, "it"), ...others])).toBe(expected);
});
