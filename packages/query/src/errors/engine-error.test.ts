import { describe, expect, it, test } from "vitest";
import { engineError } from "./engine-error.ts";

const json = (value: Record<string, string>) => JSON.stringify(value);

describe("an engine's error", () => {
  it.each([
    [
      "an unknown column after an alias: the position is the column's, and the candidates are no part of the message",
      json({
        exception_type: "Binder",
        exception_message:
          'Table "v" does not have a column named "contry"\n\nCandidate bindings: : "country", "v"."city"',
        position: "13",
      }),
      "SELECT 'ä', v.contry FROM shop.visit v",
      {
        code: "binder",
        message: 'Table "v" does not have a column named "contry"',
        line: 1,
        column: 15,
        length: 6,
        candidates: ["country", "v.city"],
      },
    ],
    [
      "an error of the parser, with its prefix",
      `Parser Error: ${json({ exception_type: "Parser", exception_message: "syntax error at end of input", position: "9" })}`,
      "SELECT a\n",
      { code: "parse", message: "syntax error at end of input", line: 2, column: 1, length: 1 },
    ],
    [
      "a wrong call of a function: the message names the signatures, and no candidates are given",
      json({
        exception_type: "Binder",
        exception_message:
          "No function matches 'f(VARCHAR)'.\n\tCandidate functions:\n\tf(INTEGER) -> INTEGER\n\tf(DATE) -> DATE\n",
        candidates: "f(INTEGER) -> INTEGER,f(DATE) -> DATE",
        position: "0",
      }),
      "f('x')",
      {
        code: "binder",
        message:
          "No function matches 'f(VARCHAR)'. There are f(INTEGER) -> INTEGER, f(DATE) -> DATE",
        line: 1,
        column: 1,
        length: 1,
      },
    ],
    [
      "an error without a position",
      json({ exception_type: "Conversion", exception_message: "Could not convert 'a'" }),
      "SELECT 1",
      { code: "runtime", message: "Could not convert 'a'" },
    ],
    [
      "an error with a path of the server",
      json({ exception_type: "IO", exception_message: 'Cannot open file "/srv/lake/a/b.parquet"' }),
      "SELECT 1",
      { code: "runtime", message: "Cannot open file a file" },
    ],
    [
      "an error in plain text",
      "Out of Memory Error: failed to allocate data",
      "SELECT 1",
      { code: "out_of_memory", message: "failed to allocate data" },
    ],
    [
      "an error of a writer without memory",
      json({
        exception_type: "Unknown",
        exception_message: "Failed to append: Failed to allocate block of 9 bytes (bad allocation)",
      }),
      "SELECT 1",
      { code: "out_of_memory" },
    ],
    [
      "an error of a compressor without memory",
      json({
        exception_type: "IO",
        exception_message:
          "Parquet writer: 16391 compressed page size out of range for type integer",
      }),
      "SELECT 1",
      { code: "out_of_memory" },
    ],
    [
      "an error with the engine's own stack",
      json({ exception_type: "INTERNAL", exception_message: "Oh\n\nStack Trace:\n\n/a/b [0x7f]" }),
      "SELECT 1",
      { code: "runtime", message: "Oh" },
    ],
    ["an interrupt", "INTERRUPT Error: Interrupted!", "SELECT 1", { code: "cancelled" }],
  ])("is shown as %s", (_, text, sql, expected) => {
    const error = engineError(text, sql);
    if ("message" in expected) expect(error).toEqual(expected);
    else expect(error).toMatchObject(expected);
  });
});

test.each([
  ["a name", `Table "x" does not have a column named "${"a".repeat(250_000)}"`],
  ["blanks", `no "${" ".repeat(250_000)}"`],
  ["lines", `no "${"\n".repeat(250_000)}"`],
])("a message that repeats %s of any length is cut in linear time", (_name, message) => {
  const began = process.cpuUsage();
  for (const text of [json({ exception_type: "Binder", exception_message: message }), message]) {
    const error = engineError(text, "SELECT 1");
    expect(error.message.length).toBeLessThanOrEqual(2001);
  }
  // Linear work takes a third of a second; quadratic work would take minutes.
  expect(process.cpuUsage(began).user).toBeLessThan(5_000_000);
});

test("a very long candidate is left out", () => {
  const candidates = `country,${"a".repeat(250_000)}`;
  const text = json({ exception_type: "Binder", exception_message: "no", candidates });
  expect(engineError(text, "SELECT 1").candidates).toEqual(["country"]);
});
