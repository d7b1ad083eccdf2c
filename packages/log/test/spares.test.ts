import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openIn, readValues, record, tempDir } from "./lab.ts";

const SEGMENT_BYTES = 64 * 1024;

describe("embedded log, spare segments", () => {
  let dir: string;
  beforeEach(async () => {
    dir = await tempDir();
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const names = async (end: string) =>
    (await readdir(join(dir, "t/0"))).filter((name) => name.endsWith(end)).sort();
  const large = (fill: string) => record(fill.repeat(SEGMENT_BYTES / 3));
  const ready = () => vi.waitFor(async () => expect(await names(".zeros")).toHaveLength(2));

  it("makes no spares while traffic is low", async () => {
    const log = openIn(dir, { segmentBytes: SEGMENT_BYTES });
    const producer = await log.producer("t");
    for (let n = 0; n < 20; n += 1) await producer.append([record(`${n}`)]);
    await log.close();
    expect(await names(".zeros")).toEqual([]);
  });

  it("turns a spare into the next segment; readers never see its zeros, and closing cuts them off", async () => {
    const log = openIn(dir, { segmentBytes: SEGMENT_BYTES });
    const producer = await log.producer("t");
    await producer.append([large("a")]);
    await ready();
    await producer.append([large("b")]);
    await producer.append([large("c")]);
    const [, second = ""] = await names(".log");
    expect((await stat(join(dir, "t/0", second))).size).toBe(SEGMENT_BYTES);
    const { values, skipped } = await readValues(log, "t");
    expect(values.map((value) => value[0])).toEqual(["a", "b", "c"]);
    expect(skipped).toEqual([]);
    await log.close();
    const bytes = await readFile(join(dir, "t/0", second));
    expect(bytes.length).toBeLessThan(SEGMENT_BYTES);
    expect(bytes.at(-1)).not.toBe(0);
  });

  it("does not report zeros after the last record as damage or loss after a kill", async () => {
    const log = openIn(dir, { segmentBytes: SEGMENT_BYTES });
    const producer = await log.producer("t");
    await producer.append([large("a")]);
    await log.close();
    const file = join(dir, "t/0", (await names(".log"))[0] ?? "");
    await writeFile(file, Buffer.alloc(SEGMENT_BYTES / 2), { flag: "a" });
    const events: unknown[] = [];
    const again = openIn(dir, { observe: (event) => events.push(event) });
    await (await again.producer("t")).append([record("b")]);
    expect(events[0]).toMatchObject({ kind: "recovered", truncatedBytes: 0, damaged: [], next: 1 });
    expect((await readValues(again, "t")).values.map((value) => value[0])).toEqual(["a", "b"]);
    await again.close();
  });

  it("keeps finished spares for the next writer and removes an unfinished one", async () => {
    const log = openIn(dir, { segmentBytes: SEGMENT_BYTES });
    await (await log.producer("t")).append([large("a")]);
    await ready();
    await log.close();
    await writeFile(join(dir, "t/0/spare-1.zeros.unfinished"), "0");
    const before = await names(".zeros");
    const again = openIn(dir, { segmentBytes: SEGMENT_BYTES });
    await again.producer("t");
    expect(await names(".unfinished")).toEqual([]);
    expect(await names(".zeros")).toEqual(before);
    await again.close();
  });
});
