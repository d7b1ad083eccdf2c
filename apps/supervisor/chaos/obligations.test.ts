import { expect, test } from "vitest";
import { brokenPromises, issue, type LandedRow } from "./obligations.ts";

const ID = "ce39b608-f595-4c69-b6a6-f7a436604648";

function obliged(overrides: { acknowledged?: number; sent?: number; n?: number } = {}) {
  const one = { ...issue("seed", overrides.n ?? 1, ID), acknowledged: 1, sent: 1, ...overrides };
  return { one, map: new Map([[ID, one]]) };
}

const row = (overrides: Partial<LandedRow>): LandedRow => ({
  id: ID,
  kind: "valid",
  shown: "",
  ...overrides,
});

test("an acknowledged ping that landed once, unchanged, breaks nothing", () => {
  const { one, map } = obliged();
  expect(brokenPromises(map, [row({ shown: one.expected })])).toEqual([]);
});

test("an acknowledged ping without a row is lost", () => {
  expect(brokenPromises(obliged().map, [])).toEqual([expect.stringContaining("I1 lost")]);
});

test("a ping that was never acknowledged may be missing or stand once, but not twice", () => {
  const { one, map } = obliged({ acknowledged: 0 });
  expect(brokenPromises(map, [])).toEqual([]);
  const found = row({ shown: one.expected });
  expect(brokenPromises(map, [found])).toEqual([]);
  expect(brokenPromises(map, [found, found])).toEqual([expect.stringContaining("I2 doubled")]);
});

test("a changed row and a row of an unknown ping are found", () => {
  const { map } = obliged();
  expect(brokenPromises(map, [row({ shown: "other" })])).toEqual([expect.stringContaining("I3")]);
  expect(brokenPromises(new Map(), [row({})])).toEqual([expect.stringContaining("I4")]);
});

test("an invalid ping may stand in the rejected table once for each sending", () => {
  const { one, map } = obliged({ n: 7, sent: 2, acknowledged: 2 });
  expect(one.kind).toBe("invalid");
  const found = row({ kind: "invalid", shown: one.expected });
  expect(brokenPromises(map, [found, found])).toEqual([]);
  expect(brokenPromises(map, [found, found, found])).toHaveLength(1);
  expect(brokenPromises(map, [row({ shown: one.expected })])).toEqual([
    expect.stringContaining("I3"),
  ]);
});
