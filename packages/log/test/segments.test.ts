import { open, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HEADER_BYTES } from "../src/embedded/frame.ts";
import type { EventLog, LogEvent } from "../src/index.ts";
import { openIn, readValues, record, tempDir } from "./lab.ts";

describe("embedded log, its files", () => {
  let dir: string;
  let log: EventLog;
  let events: LogEvent[];
  beforeEach(async () => {
    dir = await tempDir();
    events = [];
    log = openIn(dir, { segmentBytes: 4096, observe: (event) => events.push(event) });
  });
  afterEach(async () => {
    await log.close();
    await rm(dir, { recursive: true, force: true });
  });

  const partition = () => join(dir, "t", "0");
  const names = async (end: string) =>
    (await readdir(partition())).filter((name) => name.endsWith(end)).sort();

  async function write(count: number): Promise<string[]> {
    const values = Array.from({ length: count }, (_, n) => `value ${n} ${"x".repeat(100)}`);
    const producer = await log.producer("t");
    for (const [n, value] of values.entries()) await producer.append([record(value, n * 10)]);
    await producer.close();
    return values;
  }

  async function flip(name: string, position: number): Promise<void> {
    const file = await open(join(partition(), name), "r+");
    const byte = Buffer.alloc(1);
    await file.read(byte, 0, 1, position);
    byte.writeUInt8((byte[0] ?? 0) ^ 0x40);
    await file.write(byte, 0, 1, position);
    await file.close();
  }

  it("writes all waiting appends with one fdatasync", async () => {
    const producer = await log.producer("t");
    await Promise.all(Array.from({ length: 200 }, (_, n) => producer.append([record(`${n}`)])));
    const batches = events.filter((event) => event.kind === "batch");
    expect(batches.reduce((sum, { records }) => sum + records, 0)).toBe(200);
    expect(batches.length).toBeLessThan(10);
  });

  it("starts a new segment at the size and after an hour, named by its first offset", async () => {
    let now = 0;
    const aging = openIn(dir, { now: () => now });
    const producer = await aging.producer("t");
    await producer.append([record("a"), record("b")]);
    now = 3_600_001;
    await producer.append([record("c")]);
    await aging.close();
    expect(await names(".log")).toEqual(["00000000000000000000.log", "00000000000000000002.log"]);
  });

  it.each([
    ["a body", 60],
    ["a magic number", 0],
    ["a length", 10],
  ])(
    "L26 skips a record with damage in %s, reports it, keeps its bytes and continues",
    async (_, at) => {
      const values = await write(100);
      const [, second = ""] = await names(".log");
      const base = Number(second.slice(0, 20));
      const bytes = HEADER_BYTES + (values[base]?.length ?? 0);
      await flip(second, bytes + at);
      const read = await readValues(log, "t");
      expect(read.values).toEqual(values.filter((_value, n) => n !== base + 1));
      expect(read.skipped).toEqual([{ segment: second, fromByte: bytes, toByte: bytes * 2 }]);
      expect((await stat(join(partition(), (await names(".bad"))[0] ?? ""))).size).toBe(bytes);
    },
  );

  it("L26 skips a damaged record at the end of a segment and continues in the next one", async () => {
    const values = await write(60);
    const [first = "", second = ""] = await names(".log");
    const { size } = await stat(join(partition(), first));
    await flip(first, size - 1);
    const read = await readValues(log, "t");
    expect(read.values).toEqual(
      values.filter((_value, n) => n !== Number(second.slice(0, 20)) - 1),
    );
    expect(read.skipped).toHaveLength(1);
  });

  it("never uses an offset again if the newest durable record is damaged", async () => {
    const values = await write(10);
    const [first = ""] = await names(".log");
    await flip(first, (await stat(join(partition(), first))).size - 1);
    const producer = await log.producer("t");
    expect(await producer.append([record("new")])).toEqual({ partition: 0, baseOffset: 10 });
    const recovered = events.findLast((event) => event.kind === "recovered");
    expect(recovered).toMatchObject({ truncatedBytes: 0, damaged: [{ segment: first }] });
    expect((await readValues(log, "t")).values).toEqual([...values.slice(0, 9), "new"]);
  });

  it("cuts a torn tail and reports its size", async () => {
    const values = await write(10);
    const [first = ""] = await names(".log");
    const torn = (await readFile(join(partition(), first))).subarray(0, 50);
    await writeFile(join(partition(), first), torn, { flag: "a" });
    await (await log.producer("t")).close();
    expect(events.findLast((event) => event.kind === "recovered")).toMatchObject({
      truncatedBytes: 50,
      damaged: [],
    });
    expect((await readValues(log, "t")).values).toEqual(values);
  });

  it("shows readers only records that are published as durable", async () => {
    const values = await write(10);
    const [first = ""] = await names(".log");
    const path = join(partition(), first);
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, 200), { flag: "a" });
    expect((await readValues(log, "t")).values).toEqual(values);
  });

  it("finds offsets and times over many segments, with and without the index files", async () => {
    await write(200);
    const consumer = await log.consumer("t");
    const seek = () => Promise.all([0, 5, 995, 1500, 1991].map((t) => consumer.offsetAt(0, t)));
    expect(await seek()).toEqual([0, 1, 100, 150, 200]);
    for (const name of await names(".index")) await rm(join(partition(), name));
    expect(await seek()).toEqual([0, 1, 100, 150, 200]);
  });

  it("seeks by the index of a large segment and ignores a wrong index", async () => {
    const large = openIn(dir, { segmentBytes: 64 << 20 });
    const producer = await large.producer("t");
    for (let n = 0; n < 40; n += 1)
      await producer.append(Array.from({ length: 50 }, () => record("y".repeat(200), n)));
    const consumer = await large.consumer("t");
    const at = async () =>
      (await consumer.read({ partition: 0, from: 1990, maxRecords: 1, maxBytes: 1, maxWaitMs: 0 }))
        .records[0]?.offset;
    expect(await at()).toBe(1990);
    expect(await consumer.offsetAt(0, 30)).toBe(1500);
    const [index = ""] = await names(".index");
    const bytes = await readFile(join(partition(), index));
    expect(bytes.length).toBeGreaterThan(24);
    bytes.writeDoubleLE(7777, 8);
    await writeFile(join(partition(), index), bytes);
    const other = await large.consumer("t");
    expect(
      (await other.read({ partition: 0, from: 600, maxRecords: 1, maxBytes: 1, maxWaitMs: 0 }))
        .records[0]?.offset,
    ).toBe(600);
    await large.close();
  });

  it("L19 L20 deletes whole old closed segments only, never past what the reader has committed", async () => {
    await write(200);
    const segments = await names(".log");
    for (const name of segments) await utimes(join(partition(), name), 0, 0);
    const retain = (keep: number | null) =>
      log.retain("t", {
        olderThanMs: 1000,
        keepFrom: new Map(keep === null ? [] : [[0, keep] as const]),
      });
    expect(await retain(null)).toBe(0);
    expect(await retain(Number(segments[2]?.slice(0, 20)) - 1)).toBeGreaterThan(0);
    expect(await names(".log")).toEqual(segments.slice(1));
    await retain(200);
    expect(await names(".log")).toEqual(segments.slice(-1));
    const consumer = await log.consumer("t");
    const batch = await consumer.read({
      partition: 0,
      from: 0,
      maxRecords: 1,
      maxBytes: 1,
      maxWaitMs: 0,
    });
    expect(batch.records[0]?.offset).toBe(Number(segments.at(-1)?.slice(0, 20)));
  });

  it("L25 refuses with `full` below the reserve, reports that once, and stays readable", async () => {
    const values = await write(3);
    const full = openIn(dir, {
      reserveBytes: Number.MAX_SAFE_INTEGER,
      observe: (event) => events.push(event),
    });
    events.length = 0;
    const producer = await full.producer("t");
    for (let n = 0; n < 3; n += 1)
      await expect(producer.append([record("x")])).rejects.toMatchObject({ code: "full" });
    await expect(producer.check()).rejects.toMatchObject({ code: "full" });
    expect(events.filter((event) => event.kind === "failed")).toHaveLength(1);
    expect((await readValues(full, "t")).values).toEqual(values);
    await full.close();
  });
});
