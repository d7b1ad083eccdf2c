import type { FileBatch, LakeWriter } from "@headwater/lake";
import type { Clock, CrashPoint, Logger } from "@headwater/runtime";
import type { LakeFile, ManifestStore } from "@headwater/schemas";
import { isDiskFull } from "../disk-shortage.ts";
import type { CommitBatch } from "./commit-batch.ts";

/** A batch that has landed. */
export interface Landed {
  readonly commitId: number;
  readonly files: readonly LakeFile[];
}

interface LandBatchOptions {
  readonly clock: Clock;
  readonly group: string;
  readonly epoch: number;
  readonly store: ManifestStore;
  readonly writer: LakeWriter;
  readonly crashPoint: CrashPoint;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** Returns why the disk has no room for landing; null while the disk has room. */
  readonly shortage: () => string | null;
  /**
   * Called with the reason when the lake can't be written, and with null when the lake can be
   * written again.
   */
  readonly onTrouble: (reason: string | null) => void;
  /** Called at the begin and the end of each time in which a record may crash the process. */
  readonly onWriting: (isWriting: boolean) => void;
}

/**
 * The process must stop while the lake can't be written. The waiting records are still in the log
 * and land after the next start.
 */
export class LandingStoppedError extends Error {
  override readonly name = "LandingStoppedError";
}

const LAST_DELAY_MS = 5000;
const ROOM_DELAY_MS = 500;
const LONG_WAIT_MS = 10 * 60_000;
const LAKE_ERRORS = new Set([
  "EACCES",
  "EPERM",
  "EROFS",
  "EIO",
  "ENOENT",
  "EMFILE",
  "ENOTDIR",
  "EEXIST",
]);
const ENGINE_IO = /IO Error|Permission denied|Read-only file system|Cannot open file/i;

/**
 * Returns a function that writes the files of a batch and commits the files and the offsets. If the
 * lake can't be written, the function waits and tries again without a limit.
 */
export function openLandBatch(options: LandBatchOptions): (batch: CommitBatch) => Promise<Landed> {
  const { clock, group, epoch, store, crashPoint, onWriting } = options;
  return async (batch) => {
    crashPoint("L1");
    await untilRoom(options);
    const startedAt = clock.now();
    onWriting(true);
    const files: LakeFile[] = [];
    for (const file of batch.files()) files.push(await writeFile(options, file));
    onWriting(false);
    crashPoint("L6");
    // During a long wait for the disk the clean-up may have removed the first files as orphans. The
    // check throws then, and the log is read again after a restart.
    const waitedMs = clock.now().getTime() - startedAt.getTime();
    if (waitedMs > LONG_WAIT_MS) await options.writer.check(files);
    const { offsets, accounting } = batch;
    const commitId = await store.land({ group, epoch, offsets, files, accounting });
    crashPoint("L9");
    return { commitId, files };
  };
}

/**
 * Waits while landing has used up its share of the disk. The remaining room belongs to the
 * database, without which nothing can land.
 */
async function untilRoom({ clock, shortage, signal, onTrouble }: LandBatchOptions): Promise<void> {
  for (let isFirst = true; ; isFirst = false) {
    const reason = shortage();
    if (reason === null && !isFirst) onTrouble(null);
    if (reason === null) return;
    onTrouble(reason);
    if (signal.aborted) throw new LandingStoppedError(reason);
    await clock.sleep(ROOM_DELAY_MS, signal);
  }
}

async function writeFile(options: LandBatchOptions, file: FileBatch): Promise<LakeFile> {
  const { writer, onTrouble } = options;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const written = await writer.write(file);
      if (attempt > 0) onTrouble(null);
      return written;
    } catch (error) {
      await waitForLake(error, attempt, options);
    }
  }
}

/** Waits before the next attempt; throws the error if waiting can't solve it. */
async function waitForLake(
  error: unknown,
  attempt: number,
  options: LandBatchOptions,
): Promise<void> {
  if (!isLakeTrouble(error)) throw error;
  const { clock, logger, signal, onTrouble, onWriting } = options;
  const reason = `The lake can't be written: ${(error as Error).message}`;
  if (signal.aborted) throw new LandingStoppedError(reason, { cause: error });
  if (attempt === 0) logger.warn({ err: error }, "the lake can't be written");
  onTrouble(reason);
  const delay = Math.min(LAST_DELAY_MS, 100 * 2 ** Math.min(attempt, 6));
  // A kill during the wait must not count as a crash that a record of the batch caused.
  onWriting(false);
  await clock.sleep(delay, signal);
  onWriting(true);
}

function isLakeTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isDiskFull(error)) return true;
  const { code } = error as NodeJS.ErrnoException;
  return (code !== undefined && LAKE_ERRORS.has(code)) || ENGINE_IO.test(error.message);
}
