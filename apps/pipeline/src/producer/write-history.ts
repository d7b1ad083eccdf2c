import { setImmediate as yieldToEvents } from "node:timers/promises";
import type { DemoProgress } from "@headwater/db/demo";
import { daySubmissions, historyDays } from "@headwater/domain/demo";
import type { Consumer, NewRecord, Producer } from "@headwater/log";
import { decodeEnvelope } from "@headwater/schemas";
import { historyRecord, REPLAYED_BY } from "./pack.ts";

interface HistoryOptions {
  readonly producer: Producer;
  readonly consumer: Consumer;
  readonly save: (progress: DemoProgress) => Promise<void>;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

const CHUNK = 100;
const READ_RECORDS = 1000;
const READ_BYTES = 4 << 20;

/**
 * Writes the days that are not written yet, the newest day first, and saves each day when it is
 * durable. After a crash the function counts the records of the next day in the log and continues
 * after them, so that each submission is written once.
 */
export async function writeHistory(
  begun: DemoProgress,
  options: HistoryOptions,
): Promise<DemoProgress> {
  let progress = begun;
  let written = await countWritten(options.consumer, begun.ends.at(-1) ?? 0);
  for (const day of historyDays(begun.plan).slice(begun.ends.length)) {
    const end = await writeDay(progress, { day, written: written.records }, options);
    if (end === null) return progress;
    progress = { ...progress, ends: [...progress.ends, Math.max(end, written.end)] };
    written = { records: 0, end: 0 };
    await options.save(progress);
  }
  return progress;
}

/**
 * Writes one day. Returns the offset after its last record, 0 if no record was left to write, or
 * null if the signal was aborted before the end of the day.
 */
async function writeDay(
  { plan, untilMs }: DemoProgress,
  { day, written }: { day: number; written: number },
  { producer, signal, now }: HistoryOptions,
): Promise<number | null> {
  const sent = daySubmissions(plan, day).filter(({ atMs }) => atMs < untilMs);
  let end = 0;
  for (let from = written; from < sent.length; from += CHUNK) {
    if (signal.aborted) return null;
    const records: NewRecord[] = sent
      .slice(from, from + CHUNK)
      .map((submission, index) => historyRecord(submission, from + index, now()));
    const { baseOffset } = await producer.append(records);
    end = baseOffset + records.length;
    await yieldToEvents();
  }
  return end;
}

/**
 * Counts the records of the demo after an offset. Others may write to the topic, too, so that every
 * record is read.
 */
async function countWritten(
  consumer: Consumer,
  offset: number,
): Promise<{ records: number; end: number }> {
  const { first, end } = await consumer.range(0);
  let records = 0;
  for (let from = Math.max(first, offset); from < end; ) {
    const limits = { maxRecords: READ_RECORDS, maxBytes: READ_BYTES, maxWaitMs: 0 };
    const batch = await consumer.read({ partition: 0, from, ...limits });
    for (const { value } of batch.records)
      if (decodeEnvelope(value).replay?.by === REPLAYED_BY) records += 1;
    if (batch.next <= from) break;
    from = batch.next;
  }
  return { records, end };
}
