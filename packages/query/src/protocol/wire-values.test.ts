import { expect, test } from "vitest";
import { z } from "zod";
import { CALLS } from "./calls.ts";
import { wireOf } from "./wire.ts";
import { bigInteger, moment } from "./wire-values.ts";

const overJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test("dates and big integers are the same on both sides", () => {
  const schema = z.object({ at: moment, size: bigInteger.nullable(), none: moment.nullable() });
  const value = { at: new Date("2026-03-29T01:59:59.999Z"), size: 2n ** 80n, none: null };
  expect(z.parse(schema, overJson(z.encode(schema, value)))).toEqual(value);
});

test.each(["12.5", "", "1e3", 12])("%j is no big integer", (text) => {
  expect(bigInteger.safeParse(text).success).toBe(false);
});

test("the sender refuses an answer that does not match the table", () => {
  const progress = { execution: { id: "x" }, firstPage: null, progress: null, revision: 1 };
  expect(() => wireOf("progress").writeOutput(progress as never)).toThrow();
});

test("the receiver refuses an answer of another version", () => {
  expect(() => wireOf("status").readOutput({ sandbox: "none" })).toThrow();
  expect(Object.keys(CALLS)).not.toContain("download");
});
