import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LogError, openEventLog } from "@headwater/log";
import { TestClock } from "@headwater/testkit/clock";
import { expect, it } from "vitest";
import { openRetryingProducer } from "./retrying-producer.ts";

it("refuses with `full` until the topic can be opened, and appends from then on", async () => {
  const dir = await mkdtemp(join(tmpdir(), "headwater-retrying-"));
  const log = openEventLog({ kind: "embedded", dir, segmentBytes: 1 << 20, reserveBytes: 0 });
  let hasRoom = false;
  const clock = new TestClock();
  const events: string[] = [];
  const open = async () => {
    if (!hasRoom) throw new LogError("full", "no room for the lock");
    return log.producer("t");
  };
  const observe = ({ kind }: { kind: string }) => events.push(kind);
  const producer = await openRetryingProducer(open, { clock, topic: "t", observe });
  const record = { parts: [Buffer.from("x")], timestampMs: 1 };
  await expect(producer.append([record])).rejects.toMatchObject({ code: "full" });
  await expect(producer.check()).rejects.toMatchObject({ code: "full" });
  hasRoom = true;
  expect(events).toEqual(["failed"]);
  clock.advance(500);
  await expect.poll(() => events).toEqual(["failed", "writable"]);
  expect(await producer.append([record])).toEqual({ partition: 0, baseOffset: 0 });
  await producer.close();
  await log.close();
  await rm(dir, { recursive: true });
});
