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

interface LanderOptions {
  readonly clock: Clock;
  readonly group: string;
  readonly epoch: number;
  readonly store: ManifestStore;
  readonly writer: LakeWriter;
  readonly crashPoint: CrashPoint;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** Why the disk has no room for landing, null while it has. */
  readonly shortage: () => string | null;
  /** Told when the lake can't be written, and with null when it can again. */
  readonly onTrouble: (reason: string | null) => void;
  /** Brackets the time in which a record may crash the process. */
  readonly onWriting: (isWriting: boolean) => void;
}

/** Says that the process is to end while the lake can't be written. What waits is still in the log and lands after the next start. */
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

/** Writes a batch's files and commits them with its offsets. A lake that can't be written is waited for: nothing is given up. */
export function openLander(options: LanderOptions): (batch: CommitBatch) => Promise<Landed> {
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
    // After a long wait for the disk the first files may have been cleared up as remains; then the log is read again.
    const waitedMs = clock.now().getTime() - startedAt.getTime();
    if (waitedMs > LONG_WAIT_MS) await options.writer.check(files);
    const { offsets, accounting } = batch;
    const commitId = await store.land({ group, epoch, offsets, files, accounting });
    crashPoint("L9");
    return { commitId, files };
  };
}

/** Waits while landing has used up its share of the disk: the rest belongs to the database, without which nothing lands. */
async function untilRoom({ clock, shortage, signal, onTrouble }: LanderOptions): Promise<void> {
  for (let isFirst = true; ; isFirst = false) {
    const reason = shortage();
    if (reason === null && !isFirst) onTrouble(null);
    if (reason === null) return;
    onTrouble(reason);
    if (signal.aborted) throw new LandingStoppedError(reason);
    await clock.sleep(ROOM_DELAY_MS, signal);
  }
}

async function writeFile(options: LanderOptions, file: FileBatch): Promise<LakeFile> {
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

/** Waits before the next attempt; throws an error that waiting does not mend. */
async function waitForLake(error: unknown, attempt: number, options: LanderOptions): Promise<void> {
  if (!isLakeTrouble(error)) throw error;
  const { clock, logger, signal, onTrouble, onWriting } = options;
  const reason = `The lake can't be written: ${(error as Error).message}`;
  if (signal.aborted) throw new LandingStoppedError(reason, { cause: error });
  if (attempt === 0) logger.warn({ err: error }, "the lake can't be written");
  onTrouble(reason);
  const delay = Math.min(LAST_DELAY_MS, 100 * 2 ** Math.min(attempt, 6));
  // If the process is killed while it waits, that is not the fault of a record of the batch.
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
