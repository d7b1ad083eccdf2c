import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openIn, readValues, record, startWriter, tempDir } from "./lab.ts";

describe("embedded log, killed", () => {
  let dir: string;
  beforeEach(async () => {
    dir = await tempDir();
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  async function acknowledgedUntilCrash(crashAt: string, segmentBytes: number) {
    const child = startWriter(dir, "t", 0, { crashAt, segmentBytes });
    const closed = once(child, "close");
    const numbers: number[] = [];
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    lines.on("line", (line) => numbers.push(Number(line.split(" ")[0])));
    const [, signal] = await closed;
    expect(signal).toBe("SIGKILL");
    return numbers;
  }

  it.each([
    ["E2:1", 65_536],
    ["E2:40", 65_536],
    ["E2:40", 64 << 20],
    ["E3:1", 64 << 20],
    ["E3:40", 65_536],
    ["E5:1", 65_536],
    ["E5:3", 4096],
  ])(
    "at %s with segments of %i bytes: keeps each acknowledged record once",
    async (crashAt, bytes) => {
      const acknowledged = await acknowledgedUntilCrash(crashAt, bytes);
      const log = openIn(dir);
      const producer = await log.producer("t");
      await producer.append([record("last")]);
      const { values, skipped } = await readValues(log, "t");
      await log.close();
      expect(skipped).toEqual([]);
      expect(new Set(values).size).toBe(values.length);
      for (const number of acknowledged) expect(values).toContain(`record ${number}`);
      expect(values.at(-1)).toBe("last");
    },
  );

  it("at E7: recovers from a crash in recovery to the same state", async () => {
    const acknowledged = await acknowledgedUntilCrash("E2:20", 65_536);
    expect(await acknowledgedUntilCrash("E7", 65_536)).toEqual([]);
    const log = openIn(dir);
    await (await log.producer("t")).close();
    const first = await readValues(log, "t");
    await (await log.producer("t")).close();
    expect(await readValues(log, "t")).toEqual(first);
    await log.close();
    for (const number of acknowledged) expect(first.values).toContain(`record ${number}`);
  });

  it("accepts a new writer after a kill, and no second writer beside a live one", async () => {
    const child = startWriter(dir, "t", 0);
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    await once(lines, "line");
    const log = openIn(dir);
    await expect(log.producer("t")).rejects.toMatchObject({ code: "locked" });
    await expect(log.producer("t")).rejects.toThrow(String(child.pid));
    const closed = once(child, "close");
    child.kill("SIGKILL");
    await closed;
    const two = await Promise.allSettled([log.producer("t"), log.producer("t")]);
    expect(two.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await log.close();
  });
});
