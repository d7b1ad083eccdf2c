import type { LakeFile } from "@headwater/schemas";
import { COMPACTED, type CompactionTask } from "./compact.ts";

const FAN_IN = 40;
/** A query takes 1.5 to 2 ms more for each file, so people notice more live files than this. */
const MANY = 30;
const SOME = 8;
const MINUTE_MICROS = 60_000_000;
const SMALL_BYTES = 16 << 20;
// A day with more data keeps several files, because a rewrite would take minutes.
const LARGE_BYTES = 512 << 20;

/**
 * Plans the merges that are due now; `nowMicros` is in microseconds since the epoch. With
 * `closedDays` each day before today becomes one file. The current day is merged in two tiers, so
 * that a row is rewritten a few times, not once a minute.
 */
export function planCompaction(
  files: readonly LakeFile[],
  { nowMicros, closedDays }: { nowMicros: number; closedDays: boolean },
): CompactionTask[] {
  const today = new Date(nowMicros / 1000).toISOString().slice(0, 10);
  const partitions = Map.groupBy(
    files,
    (file) => `${file.namespace} ${file.table} ${file.submissionDate}`,
  );
  return [...partitions.values()].flatMap((partition) => {
    const [first] = partition;
    if (first === undefined) return [];
    const isClosed = closedDays && first.submissionDate < today;
    const inputs = isClosed ? closedDayInputs(partition) : openDayInputs(partition, nowMicros);
    const { namespace, table, submissionDate } = first;
    return inputs.length < 2 ? [] : [{ namespace, table, submissionDate, inputs }];
  });
}

function closedDayInputs(partition: readonly LakeFile[]): readonly LakeFile[] {
  return smallest(partition);
}

function openDayInputs(partition: readonly LakeFile[], nowMicros: number): readonly LakeFile[] {
  const landed = partition.filter((file) => !isCompacted(file));
  if (isDue(landed, nowMicros)) return smallest(landed);
  const merged = partition.filter((file) => isCompacted(file) && file.sizeBytes < SMALL_BYTES);
  return merged.length >= SOME ? smallest(merged) : [];
}

function isDue(landed: readonly LakeFile[], nowMicros: number): boolean {
  if (landed.length >= MANY) return true;
  const oldest = Math.min(...landed.map((file) => file.maxMicros));
  const minutes = (nowMicros - oldest) / MINUTE_MICROS;
  return (landed.length >= SOME && minutes >= 1) || (landed.length >= 2 && minutes >= 10);
}

const isCompacted = ({ path }: LakeFile): boolean =>
  path.slice(path.lastIndexOf("/") + 1).startsWith(`${COMPACTED}-`);

/** The smallest files, as many as one merge may take. */
function smallest(files: readonly LakeFile[]): LakeFile[] {
  let bytes = 0;
  return files
    .toSorted((one, other) => one.sizeBytes - other.sizeBytes)
    .slice(0, FAN_IN)
    .filter((file) => {
      bytes += file.sizeBytes;
      return bytes <= LARGE_BYTES;
    });
}
