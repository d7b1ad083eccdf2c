import { setTimeout as sleep } from "node:timers/promises";
import type { FileBatch, LakeWriter } from "@headwater/lake";
import type { CrashPoint, Logger } from "@headwater/runtime";
import type { LakeFile, ManifestStore } from "@headwater/schemas";
import type { CommitBatch } from "./commit-batch.ts";

/** A batch that has landed. */
export interface Landed {
  readonly commitId: number;
  readonly files: readonly LakeFile[];
}

interface LanderOptions {
  readonly group: string;
  readonly epoch: number;
  readonly store: ManifestStore;
  readonly writer: LakeWriter;
  readonly crashPoint: CrashPoint;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** Told when the lake can't be written, and with null when it can again. */
  readonly onTrouble: (reason: string | null) => void;
  /** Brackets the time in which a record may crash the process. */
  readonly onWriting: (isWriting: boolean) => void;
}

const LAST_DELAY_MS = 5000;
const LONG_WAIT_MS = 10 * 60_000;
const LAKE_ERRORS = new Set([
  "ENOSPC",
  "EDQUOT",
  "EACCES",
  "EPERM",
  "EROFS",
  "EIO",
  "ENOENT",
  "EMFILE",
  "ENOTDIR",
  "EEXIST",
]);
const ENGINE_IO =
  /IO Error|No space left|Permission denied|Read-only file system|Cannot open file/i;

/** Writes a batch's files and commits them with its offsets. A lake that can't be written is waited for: nothing is given up. */
export function openLander(options: LanderOptions): (batch: CommitBatch) => Promise<Landed> {
  const { group, epoch, store, crashPoint, onWriting } = options;
  return async (batch) => {
    crashPoint("L1");
    const startedAt = Date.now();
    onWriting(true);
    const files: LakeFile[] = [];
    for (const file of batch.files()) files.push(await writeFile(options, file));
    onWriting(false);
    crashPoint("L6");
    // After a long wait for the disk the first files may have been cleared up as remains; then the log is read again.
    if (Date.now() - startedAt > LONG_WAIT_MS) await options.writer.check(files);
    const { offsets, accounting } = batch;
    const commitId = await store.land({ group, epoch, offsets, files, accounting });
    crashPoint("L9");
    return { commitId, files };
  };
}

async function writeFile(options: LanderOptions, file: FileBatch): Promise<LakeFile> {
  const { writer, logger, signal, onTrouble } = options;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const written = await writer.write(file);
      if (attempt > 0) onTrouble(null);
      return written;
    } catch (error) {
      if (!isLakeTrouble(error) || signal.aborted) throw error;
      logger.warn({ err: error, table: file.table.name, attempt }, "the lake can't be written");
      onTrouble(`The lake can't be written: ${(error as Error).message}`);
      const delay = Math.min(LAST_DELAY_MS, 100 * 2 ** Math.min(attempt, 6));
      await sleep(delay, undefined, { signal }).catch(() => undefined);
    }
  }
}

function isLakeTrouble(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  return (code !== undefined && LAKE_ERRORS.has(code)) || ENGINE_IO.test(error.message);
}
