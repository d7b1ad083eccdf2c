import { existsSync } from "node:fs";
import { join } from "node:path";
import { quoteLiteral } from "@headwater/schemas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutRows } from "../src/index.ts";
import { type LakeLab, MICROS, openLakeLab, tableOf } from "./lake-lab.ts";

const definition = tableOf([
  { name: "channel", type: { kind: "varchar" } },
  { name: "note", type: { kind: "varchar" } },
]);
const MINUTE = 60_000_000;
let lab: LakeLab;

beforeAll(async () => {
  lab = await openLakeLab();
});

afterAll(() => lab.close());

/**
 * Writes a file with one row per channel, a minute apart; `note` has no values, so the file lacks
 * the column.
 */
function write(channels: readonly (string | null)[]) {
  return lab.writer.write({
    table: definition,
    submissionDate: "2026-03-01",
    stem: "replay-0-0-9",
    rows: channels.map((channel, index) => ({
      document: {},
      fields: { submission_timestamp: MICROS + index * MINUTE, channel },
      normalizedChannel: "",
      sampleId: index,
    })),
  });
}

const without = async (channels: readonly (string | null)[], condition: string) => {
  const file = await write(channels);
  const { root, engine } = lab;
  return {
    file,
    ...(await withoutRows(file, { root, engine, definition, condition, by: ["channel"] })),
  };
};

describe("withoutRows", () => {
  it("writes the other rows, and counts the removed rows by minute and column", async () => {
    const { kept, taken } = await without(["a", "b", "c"], "channel = 'b'");
    const minuteMs = (MICROS + MINUTE) / 1000;
    expect(taken).toEqual([{ minuteMs, rows: 1, key: ["b"] }]);
    expect(kept).toMatchObject({ rows: 2, minMicros: MICROS, maxMicros: MICROS + 2 * MINUTE });
    const rows = await lab.query(
      `SELECT channel, note FROM read_parquet(${quoteLiteral(join(lab.root, kept?.path ?? ""))})`,
    );
    expect(rows).toEqual([
      { channel: "a", note: null },
      { channel: "c", note: null },
    ]);
  });

  it("keeps a row for which the condition is NULL", async () => {
    const { kept, taken } = await without([null, "b"], "channel = 'b'");
    expect(taken).toHaveLength(1);
    expect(kept?.rows).toBe(1);
  });

  it("accepts a condition on a column that the file lacks", async () => {
    const { file, kept, taken } = await without(["a"], "note = 'x'");
    expect(taken).toEqual([]);
    expect(kept).toBe(file);
  });

  it("writes no file if no row is left", async () => {
    const { file, kept, taken } = await without(["a", "a"], "channel = 'a'");
    expect(kept).toBeNull();
    expect(taken).toHaveLength(2);
    expect(existsSync(join(lab.root, file.path))).toBe(true);
  });
});
