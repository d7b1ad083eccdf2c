import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Consumer, EventLog, LogRecord, NewRecord } from "@headwater/log";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** An empty storage of an adapter under test; every `open` uses the same storage. */
export interface EventLogLab {
  open(): Promise<EventLog>;
  /**
   * Starts a process that appends `record <n>` for n = 0, 1, ... to a topic, several at a time, and
   * prints `<n> <offset>` for each append that resolved. After a kill the test starts the process
   * again with the next number in `from`.
   */
  startWriter(topic: string, from: number): ChildProcess;
  remove(): Promise<void>;
}

const text = (record: LogRecord) => Buffer.from(record.value).toString();
const record = (value: string, more: Partial<NewRecord> = {}): NewRecord => ({
  parts: [Buffer.from(value)],
  timestampMs: 1000,
  ...more,
});

const readOptions = { partition: 0, maxRecords: 1000, maxBytes: 1 << 20, maxWaitMs: 2000 };

/**
 * Reads everything from an offset to the end; values are copied, because the views of a batch are
 * valid only until the next read.
 */
async function readAll(consumer: Consumer, from = 0): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  const { end } = await consumer.range(0);
  for (let next = from; next < end; ) {
    const batch = await consumer.read({ ...readOptions, from: next });
    records.push(...batch.records.map((one) => ({ ...one, value: Buffer.from(one.value) })));
    next = batch.next;
  }
  return records;
}

async function write(log: EventLog, topic: string, records: readonly NewRecord[]): Promise<void> {
  const producer = await log.producer(topic);
  await producer.append(records);
  await producer.close();
}

/**
 * The tests that every adapter of the event log must pass. The numbers in their names are those of
 * the conformance list.
 */
export function eventLogContract(name: string, createLab: () => Promise<EventLogLab>): void {
  describe(`${name} event log`, () => {
    let lab: EventLogLab;
    let log: EventLog;

    beforeEach(async () => {
      lab = await createLab();
      log = await lab.open();
    });
    afterEach(async () => {
      await log.close();
      await lab.remove();
    });

    it("L1 keeps the order of 100,000 appends", async () => {
      const producer = await log.producer("t");
      const appends: Promise<unknown>[] = [];
      for (let n = 0; n < 100_000; n += 100)
        appends.push(producer.append(Array.from({ length: 100 }, (_, i) => record(`${n + i}`))));
      await Promise.all(appends);
      const consumer = await log.consumer("t");
      const values = (await readAll(consumer)).map(text);
      expect(values).toHaveLength(100_000);
      expect(values.findIndex((value, index) => value !== String(index))).toBe(-1);
    }, 60_000);

    it("L3 gives offsets without gaps, and the base offset of each append", async () => {
      const producer = await log.producer("t");
      const results = await Promise.all([
        producer.append([record("a")]),
        producer.append([record("b"), record("c")]),
        producer.append([record("d")]),
      ]);
      expect(results.map(({ baseOffset }) => baseOffset)).toEqual([0, 1, 3]);
      const consumer = await log.consumer("t");
      expect((await readAll(consumer)).map(({ offset }) => offset)).toEqual([0, 1, 2, 3]);
      expect(await consumer.range(0)).toEqual({ first: 0, end: 4 });
    });

    it("L4 returns keys and values byte for byte", async () => {
      const big = Buffer.alloc(1 << 20, Buffer.from([0, 255, 10, 128, 72, 87, 76, 49]));
      const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      await write(log, "t", [
        { key: null, parts: [], timestampMs: 1 },
        { key: Buffer.alloc(0), parts: [Buffer.alloc(0)], timestampMs: 2 },
        { key: every, parts: [every, every], timestampMs: 3 },
        { parts: [big], timestampMs: 4 },
      ]);
      const records = await readAll(await log.consumer("t"));
      expect(records.map(({ key }) => key && Buffer.from(key))).toEqual([
        null,
        Buffer.alloc(0),
        every,
        null,
      ]);
      expect(records.map(({ value }) => value.byteLength)).toEqual([0, 0, 512, 1 << 20]);
      expect(Buffer.concat([every, every]).equals(records[2]?.value ?? Buffer.alloc(0))).toBe(true);
      expect(big.equals(records[3]?.value ?? Buffer.alloc(0))).toBe(true);
    });

    it("L5 refuses the whole append when one record is too large", async () => {
      const producer = await log.producer("t");
      const part = Buffer.alloc(33 * 1024 * 1024);
      const large = { parts: [part, part], timestampMs: 1 };
      await expect(producer.append([record("a"), large])).rejects.toMatchObject({
        code: "too_large",
      });
      await producer.append([record("b")]);
      expect((await readAll(await log.consumer("t"))).map(text)).toEqual(["b"]);
    });

    it("L6 L7 loses no acknowledged record and returns no torn record when the writer is killed", async () => {
      const acknowledged = new Map<number, number>();
      const seen: string[] = [];
      const consumer = await log.consumer("t");
      let from = 0;
      for (let kill = 0; kill < 6; kill += 1) {
        const child = lab.startWriter("t", from);
        const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
        lines.on("line", (line) => {
          const [number = "", offset = ""] = line.split(" ");
          acknowledged.set(Number(number), Number(offset));
          if (acknowledged.size > (kill + 1) * 300 + kill * 37) child.kill("SIGKILL");
        });
        // A reader that follows the writer must never read a record that a kill removes.
        const ended = once(child, "close");
        let running = true;
        void ended.then(() => {
          running = false;
        });
        while (running) {
          const batch = await consumer.read({ ...readOptions, from: seen.length, maxWaitMs: 20 });
          for (const one of batch.records) seen[one.offset] = text(one);
        }
        from = Math.max(...acknowledged.keys()) + 100_000;
      }
      await write(log, "t", [record("last")]);
      const values = (await readAll(consumer)).map(text);
      expect(seen.findIndex((value, offset) => value !== values[offset])).toBe(-1);
      for (const [number, offset] of acknowledged) expect(values[offset]).toBe(`record ${number}`);
      const numbers = values.slice(0, -1).map((value) => Number(/^record (\d+)$/.exec(value)?.[1]));
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
      expect(new Set(numbers).size).toBe(numbers.length);
    }, 120_000);

    it("L11 lets two groups read independently", async () => {
      await write(log, "t", [record("a"), record("b")]);
      const one = await log.groups.join("one", "t");
      const two = await log.groups.join("two", "t");
      await log.groups.commit("one", "t", { partition: 0, next: 2, ...one });
      await log.groups.commit("two", "t", { partition: 0, next: 1, ...two });
      expect(await log.groups.committed("one", "t", 0)).toBe(2);
      expect(await log.groups.committed("two", "t", 0)).toBe(1);
      expect(await log.groups.committed("three", "t", 0)).toBeNull();
    });

    it("L13 rejects a commit of an older generation and keeps the newer position", async () => {
      const old = await log.groups.join("g", "t");
      await log.groups.commit("g", "t", { partition: 0, next: 5, ...old });
      const young = await log.groups.join("g", "t");
      const late = log.groups.commit("g", "t", { partition: 0, next: 9, ...old });
      await expect(late).rejects.toMatchObject({ code: "fenced" });
      expect(await log.groups.committed("g", "t", 0)).toBe(5);
      await log.groups.commit("g", "t", { partition: 0, next: 6, ...young });
      expect(await log.groups.committed("g", "t", 0)).toBe(6);
    });

    it("L14 resumes at the committed offset after a restart", async () => {
      await write(
        log,
        "t",
        ["a", "b", "c"].map((value) => record(value)),
      );
      const member = await log.groups.join("g", "t");
      await log.groups.commit("g", "t", { partition: 0, next: 2, ...member });
      await log.close();
      log = await lab.open();
      const next = (await log.groups.committed("g", "t", 0)) ?? 0;
      expect((await readAll(await log.consumer("t"), next)).map(text)).toEqual(["c"]);
    });

    it("L15 L22 finds the first record at or after a time among times out of order", async () => {
      const times = [1000, 3000, 2000, 5000, 4000];
      await write(
        log,
        "t",
        times.map((timestampMs) => record("x", { timestampMs })),
      );
      const consumer = await log.consumer("t");
      const at = await Promise.all([0, 1000, 1001, 3001, 5001].map((t) => consumer.offsetAt(0, t)));
      expect(at).toEqual([0, 0, 1, 3, 5]);
      expect((await readAll(consumer)).map(({ timestampMs }) => timestampMs)).toEqual(times);
    });

    it("L15 L30 waits at the end no longer than the given time, then returns no records", async () => {
      const consumer = await log.consumer("t");
      expect(await consumer.range(0)).toEqual({ first: 0, end: 0 });
      const batch = await consumer.read({ ...readOptions, from: 0, maxWaitMs: 30 });
      expect(batch).toEqual({ records: [], next: 0, skipped: [] });
    });

    it("L18 reports the end of the log, so that the lag is 0 after reading all records", async () => {
      const producer = await log.producer("t");
      const consumer = await log.consumer("t");
      await producer.append([record("a"), record("b")]);
      const batch = await consumer.read({ ...readOptions, from: 0 });
      expect((await consumer.range(0)).end - batch.next).toBe(0);
    });

    it("L23 settles all earlier appends when it closes; a second close does nothing", async () => {
      const producer = await log.producer("t");
      const appends = ["a", "b", "c"].map((value) => producer.append([record(value)]));
      await Promise.all([producer.close(), producer.close()]);
      expect(await Promise.all(appends)).toHaveLength(3);
      await expect(producer.append([record("d")])).rejects.toMatchObject({ code: "closed" });
      expect(await readAll(await log.consumer("t"))).toHaveLength(3);
    });

    it("L28 reads a range again byte for byte", async () => {
      await write(
        log,
        "t",
        Array.from({ length: 500 }, (_, n) => record(`value ${n}`)),
      );
      const consumer = await log.consumer("t");
      const first = await readAll(consumer, 100);
      expect(await readAll(consumer, 100)).toEqual(first);
      expect(await readAll(await log.consumer("t"), 100)).toEqual(first);
    });

    it("L30 returns at most the requested records and bytes, and at least one record", async () => {
      await write(
        log,
        "t",
        Array.from({ length: 20 }, () => record("x".repeat(1000))),
      );
      const consumer = await log.consumer("t");
      const sizes = [
        { maxRecords: 3, maxBytes: 1 << 20 },
        { maxRecords: 100, maxBytes: 2500 },
        { maxRecords: 100, maxBytes: 10 },
      ];
      const counts: number[] = [];
      for (const size of sizes)
        counts.push((await consumer.read({ ...readOptions, ...size, from: 0 })).records.length);
      expect(counts).toEqual([3, 2, 1]);
    });

    it("wakes a waiting reader when a record arrives", async () => {
      const producer = await log.producer("t");
      const consumer = await log.consumer("t");
      const waiting = consumer.read({ ...readOptions, from: 0, maxWaitMs: 30_000 });
      await producer.append([record("late")]);
      expect((await waiting).records.map(text)).toEqual(["late"]);
    });

    it("lists its topics", async () => {
      await write(log, "one", [record("a")]);
      await write(log, "two", [record("a")]);
      expect(await log.topics()).toEqual(["one", "two"]);
    });

    it("refuses a second writer if only one is possible, and accepts the next writer after a close", async () => {
      const producer = await log.producer("t");
      const other = await lab.open();
      if (!log.capabilities.multipleWriters)
        await expect(other.producer("t")).rejects.toMatchObject({ code: "locked" });
      await producer.close();
      await write(other, "t", [record("a")]);
      await other.close();
      expect(await readAll(await log.consumer("t"))).toHaveLength(1);
    });
  });
}
