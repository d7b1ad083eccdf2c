import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { DemoProgress } from "@headwater/db/demo";
import { DEMO_SOURCE_TAG, dayOf, daySubmissions, historyDays } from "@headwater/domain/demo";
import { type EventLog, openEventLog } from "@headwater/log";
import { decodeEnvelope, type Envelope, encodeEnvelope } from "@headwater/schemas";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeHistory } from "./write-history.ts";

const untilMs = Date.UTC(2026, 10, 24, 15);
const plan = { seed: "test", firstDay: dayOf(untilMs) - 2, days: 3, clients: 60 };
const begun: DemoProgress = { plan, untilMs, ends: [] };
const expected = historyDays(plan).map((day) =>
  daySubmissions(plan, day).filter(({ atMs }) => atMs < untilMs),
);

let folder = "";
let log: EventLog;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headwater-history-"));
  log = openEventLog({
    kind: "embedded",
    dir: folder,
    segmentBytes: 1 << 24,
    reserveBytes: 0,
  });
});

afterEach(async () => {
  await log.close();
  rmSync(folder, { recursive: true, force: true });
});

interface WriteOptions {
  /** Ends the writing when this many days were saved, as a kill does. */
  readonly daysUntilKill?: number;
  /** True if the kill comes before the last day is saved. */
  readonly losesSave?: boolean;
}

async function write(from: DemoProgress, { daysUntilKill, losesSave }: WriteOptions = {}) {
  const producer = await log.producer("replay");
  const consumer = await log.consumer("replay");
  const controller = new AbortController();
  let saved = from;
  const written = await writeHistory(from, {
    producer,
    consumer,
    signal: controller.signal,
    now: () => untilMs,
    async save(progress) {
      const isKilled = progress.ends.length === daysUntilKill;
      if (isKilled) controller.abort();
      if (!(isKilled && losesSave === true)) saved = progress;
    },
  });
  await consumer.close();
  await producer.close();
  return { written, saved };
}

async function readAll(): Promise<Envelope[]> {
  const consumer = await log.consumer("replay");
  const envelopes: Envelope[] = [];
  const { end } = await consumer.range(0);
  for (let from = 0; from < end; ) {
    const limits = { maxRecords: 500, maxBytes: 1 << 24, maxWaitMs: 0 };
    const batch = await consumer.read({ partition: 0, from, ...limits });
    for (const { value } of batch.records) envelopes.push(decodeEnvelope(Uint8Array.from(value)));
    from = batch.next;
  }
  await consumer.close();
  return envelopes;
}

const uris = (envelopes: readonly { uri: string }[]) => envelopes.map(({ uri }) => uri);

describe("writeHistory", () => {
  it("writes every day, the newest first, and saves the end offset of each day", async () => {
    const { written, saved } = await write(begun);
    const sizes = expected.map((day) => day.length);
    expect(uris(await readAll())).toEqual(uris(expected.flat()));
    expect(saved).toEqual(written);
    expect(written.ends).toEqual(sizes.map((_, index) => sum(sizes.slice(0, index + 1))));
  });

  it("keeps the time of each submission and writes none after the start of the demo", async () => {
    await write(begun);
    const envelopes = await readAll();
    expect(envelopes.every(({ replay }) => replay?.by === "demo")).toBe(true);
    expect(Math.max(...envelopes.map(({ submissionMicros }) => submissionMicros))).toBeLessThan(
      (untilMs + 1) * 1000,
    );
    expect(new Set(envelopes.map(({ submissionMicros }) => submissionMicros)).size).toBe(
      envelopes.length,
    );
    expect(envelopes.every(({ headers }) => headers["x-source-tags"] === DEMO_SOURCE_TAG)).toBe(
      true,
    );
  });

  it("packs each body as a client does, and cuts off the torn bodies", async () => {
    await write(begun);
    const envelopes = await readAll();
    const sent = expected.flat();
    for (const [index, { body }] of envelopes.entries()) {
      const submission = sent[index];
      if (submission?.packing === "torn") expect(() => gunzipSync(body)).toThrow();
      else expect(gunzipSync(body).toString()).toBe(submission?.text);
    }
  });

  it("continues after the saved days", async () => {
    const { saved } = await write(begun, { daysUntilKill: 1 });
    expect(saved.ends).toHaveLength(1);
    await write(saved);
    expect(uris(await readAll())).toEqual(uris(expected.flat()));
  });

  it("writes no record twice when it was killed before it could save a day", async () => {
    const { saved } = await write(begun, { daysUntilKill: 2, losesSave: true });
    expect(saved.ends).toHaveLength(1);
    const { written } = await write(saved);
    expect(uris(await readAll())).toEqual(uris(expected.flat()));
    expect(written.ends.at(-1)).toBe(expected.flat().length);
  });

  it("continues in the middle of a day although others have replayed records, too", async () => {
    const producer = await log.producer("replay");
    const other = { uri: "/submit/shop/visit/1/x", replay: { by: "someone" } };
    await appendBare(producer, [other]);
    const half = expected[0]?.slice(0, 10) ?? [];
    await appendBare(
      producer,
      half.map(({ uri }) => ({ uri, replay: { by: "demo" } })),
    );
    await producer.close();
    await write(begun);
    expect(uris(await readAll())).toEqual([other.uri, ...uris(expected.flat())]);
  });

  it("stops between two chunks when the signal is aborted", async () => {
    const controller = new AbortController();
    controller.abort();
    const producer = await log.producer("replay");
    const consumer = await log.consumer("replay");
    const options = { producer, consumer, signal: controller.signal, now: () => untilMs };
    const written = await writeHistory(begun, { ...options, save: async () => undefined });
    await consumer.close();
    await producer.close();
    expect(written.ends).toEqual([]);
    expect(await readAll()).toEqual([]);
  });
});

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

async function appendBare(
  producer: Awaited<ReturnType<EventLog["producer"]>>,
  some: readonly Pick<Envelope, "uri" | "replay">[],
): Promise<void> {
  const rest = { submissionMicros: 1, method: "POST", args: "", protocol: "HTTP/1.1", host: "" };
  const body = new Uint8Array(0);
  await producer.append(
    some.map((one) => ({
      parts: encodeEnvelope({ ...rest, ...one, remoteAddr: "", headers: {}, body }),
      timestampMs: 1,
    })),
  );
}
