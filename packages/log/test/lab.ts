import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type DamagedRange,
  type EmbeddedLogConfig,
  type EventLog,
  openEventLog,
} from "../src/index.ts";

const WRITER = join(import.meta.dirname, "append-forever.ts");

export const tempDir = () => mkdtemp(join(tmpdir(), "headwater-log-"));

export const openIn = (dir: string, more: Partial<EmbeddedLogConfig> = {}) =>
  openEventLog({ kind: "embedded", dir, segmentBytes: 256 * 1024, reserveBytes: 0, ...more });

/**
 * Starts a process that appends until it is killed; `crashAt` is a crash point of the log as
 * `name[:nth]`.
 */
export function startWriter(
  dir: string,
  topic: string,
  from: number,
  { crashAt = "", segmentBytes = 64 * 1024 } = {},
): ChildProcess {
  const settings = [dir, topic, String(from), crashAt, String(segmentBytes)];
  return spawn(process.execPath, [WRITER, ...settings], { stdio: ["ignore", "pipe", "inherit"] });
}

export const record = (value: string, timestampMs = 1000) => ({
  parts: [Buffer.from(value)],
  timestampMs,
});

/** All values of a topic from the first offset on, and the ranges that were skipped. */
export async function readValues(log: EventLog, topic: string) {
  const consumer = await log.consumer(topic);
  const { first, end } = await consumer.range(0);
  const values: string[] = [];
  const skipped: DamagedRange[] = [];
  for (let from = first; from < end; ) {
    const limits = { maxRecords: 1000, maxBytes: 1 << 20, maxWaitMs: 0 };
    const batch = await consumer.read({ partition: 0, from, ...limits });
    values.push(...batch.records.map(({ value }) => Buffer.from(value).toString()));
    skipped.push(...batch.skipped);
    from = batch.next;
  }
  await consumer.close();
  return { values, skipped };
}

/** The embedded log's storage for the contract suite. */
export async function embeddedLab() {
  const dir = await tempDir();
  return {
    open: async () => openIn(dir),
    startWriter: (topic: string, from: number) => startWriter(dir, topic, from),
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}
