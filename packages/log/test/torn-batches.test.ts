import { appendFile, cp, readdir, rm, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { frameBytes, writeFrame } from "../src/embedded/frame.ts";
import type { EventLog, LogEvent } from "../src/index.ts";
import { openIn, readValues, record, tempDir } from "./lab.ts";

// Two batches are written at once, so a crash can leave a complete second batch after a torn first
// one.
describe("embedded log, batches in flight at a crash", () => {
  let dir: string;
  let log: EventLog;
  let events: LogEvent[];
  let segment: string;
  beforeEach(async () => {
    dir = await tempDir();
    events = [];
    log = openIn(dir, { observe: (event) => events.push(event) });
    const producer = await log.producer("t");
    await producer.append([record("0"), record("1"), record("2")]);
    await producer.close();
    segment = join(dir, "t/0/00000000000000000000.log");
  });
  afterEach(async () => {
    await log.close();
    await rm(dir, { recursive: true, force: true });
  });

  const recovered = () => events.findLast((event) => event.kind === "recovered");

  function frame(offset: number, ahead: number): Buffer {
    const one = record(`in flight ${offset}`);
    const bytes = Buffer.alloc(frameBytes(one));
    writeFrame(bytes, 0, one, { offset, ahead });
    return bytes;
  }

  it.each([
    ["was never written", (bytes: Buffer) => bytes.fill(0)],
    ["is torn", (bytes: Buffer) => bytes.fill(0, bytes.length - 4)],
  ])(
    "drops a complete batch after one that %s, because neither was acknowledged",
    async (_, damage) => {
      const first = frame(3, 0);
      const second = frame(4, first.length);
      await appendFile(segment, Buffer.concat([damage(Buffer.from(first)), second]));
      const producer = await log.producer("t");
      expect(recovered()).toMatchObject({ next: 3, damaged: [] });
      await producer.append([record("3")]);
      expect(await readValues(log, "t")).toEqual({ values: ["0", "1", "2", "3"], skipped: [] });
    },
  );

  it("keeps records after a damaged range that a later frame records as durable, and reports the range", async () => {
    const first = frame(3, 0);
    const second = frame(4, first.length);
    // This frame was placed when the second one was durable.
    const third = frame(5, 0);
    const from = (await stat(segment)).size;
    await appendFile(segment, Buffer.concat([Buffer.alloc(first.length), second, third]));
    await log.producer("t");
    const to = from + first.length;
    expect(recovered()).toMatchObject({ next: 6, damaged: [{ fromByte: from, toByte: to }] });
    const { values } = await readValues(log, "t");
    expect(values).toEqual(["0", "1", "2", "in flight 4", "in flight 5"]);
    expect((await readdir(join(dir, "t/0"))).filter((name) => name.endsWith(".bad"))).toHaveLength(
      1,
    );
  });

  it("keeps complete batches that were written but not acknowledged", async () => {
    const first = frame(3, 0);
    await appendFile(segment, Buffer.concat([first, frame(4, first.length)]));
    await log.producer("t");
    expect(recovered()).toMatchObject({ next: 5, damaged: [] });
  });

  it("recovers to a valid state from every length that a crash can leave", async () => {
    const first = frame(3, 0);
    const whole = (await stat(segment)).size;
    await appendFile(segment, Buffer.concat([first, frame(4, first.length)]));
    const { size } = await stat(segment);
    for (let length = size; length >= whole; length -= 1) {
      // A recovery is final: each length is tried on a copy of its own.
      const copy = join(dir, `copy-${length}`);
      await cp(join(dir, "t"), join(copy, "t"), { recursive: true });
      await truncate(join(copy, "t/0/00000000000000000000.log"), length);
      const again = openIn(copy, { observe: (event) => events.push(event) });
      await again.producer("t");
      await again.close();
      const next = length === size ? 5 : length >= whole + first.length ? 4 : 3;
      expect(recovered()).toMatchObject({ next, damaged: [] });
    }
  });
});
