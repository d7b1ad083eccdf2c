import { setImmediate as breathe } from "node:timers/promises";
import type { DemoProgress } from "@headwater/db";
import { daySubmissions, historyDays } from "@headwater/domain/demo";
import type { NewRecord, Producer } from "@headwater/log";
import { historyRecord } from "./pack.ts";

interface HistoryOptions {
  readonly producer: Producer;
  readonly save: (progress: DemoProgress) => Promise<void>;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

const CHUNK = 100;

/**
 * Writes the days that are not yet written, newest first, and notes each when it is durable. A crash between the two repeats
 * that day: its document ids are the same, so the loader counts the repeats as duplicates and no row appears twice.
 */
export async function writeHistory(
  begun: DemoProgress,
  options: HistoryOptions,
): Promise<DemoProgress> {
  let progress = begun;
  for (const day of historyDays(begun.plan).slice(begun.ends.length)) {
    const end = await writeDay(progress, day, options);
    if (end === null) return progress;
    progress = { ...progress, ends: [...progress.ends, end] };
    await options.save(progress);
  }
  return progress;
}

/** Offset after the day's last record, null if it was stopped on the way. */
async function writeDay(
  { plan, untilMs, ends }: DemoProgress,
  day: number,
  { producer, signal, now }: HistoryOptions,
): Promise<number | null> {
  const sent = daySubmissions(plan, day).filter(({ atMs }) => atMs < untilMs);
  let end = ends.at(-1) ?? 0;
  for (let from = 0; from < sent.length; from += CHUNK) {
    if (signal.aborted) return null;
    const records: NewRecord[] = sent
      .slice(from, from + CHUNK)
      .map((submission, index) => historyRecord(submission, from + index, now()));
    const { baseOffset } = await producer.append(records);
    end = baseOffset + records.length;
    await breathe();
  }
  return end;
}
