import { readdirSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Database, oneAtATime } from "@headwater/db";
import { forgetResults, listStoredResults } from "@headwater/db/executions";
import { AppError, type ExecutionError } from "@headwater/domain";
import { diskFloors } from "@headwater/domain/disk";
import { allowanceOf, type ResultSpace, resultsToRemove } from "@headwater/domain/query";
import type { Clock, Logger } from "@headwater/runtime";
import type { LiveExecution, LiveExecutions } from "./live-executions.ts";

/**
 * Limits the storage of results, spill and downloads, so that the last share of the disk stays free
 * for incoming pings.
 */
export interface ResultStorage {
  /**
   * The bytes that a new result of a person may have, or the error if the disk has no room for it.
   */
  admit(
    userId: string,
  ): Promise<{ readonly byteLimit: number } | { readonly error: ExecutionError }>;
  /** Removes old results if a new result has exceeded a limit. */
  trim(): Promise<void>;
  /** Throws AppError `unavailable` if the disk has no room for a download file of `bytes` bytes. */
  assertSpace(bytes: number): void;
  /** Records the use of a result: the results that were not used longest are removed first. */
  touch(resultId: string): void;
  close(): void;
}

interface StorageOptions {
  readonly clock: Clock;
  readonly database: Database;
  readonly live: LiveExecutions;
  readonly logger: Logger;
  readonly resultsRoot: string;
  readonly limits: ResultSpace["limits"];
  /** The setting from which the shares of the disk are computed. */
  readonly reserveBytes: number;
  /** Ends the processes that read results, because they may have written spill. */
  readonly stopReading: () => void;
  /**
   * Free bytes of the volume that holds results and spill, or of the fuller one if these are two
   * volumes.
   */
  readonly freeBytes: () => number;
}

const WATCH_MS = 250;
// The limits need not be exact to the byte: a list that is some seconds old saves each statement a
// read of the whole history.
const LIST_MS = 3000;
const MEBIBYTE = 1024 ** 2;

/** Opens the storage of results and starts to watch its limits and the disk. */
export function openResultStorage(options: StorageOptions): ResultStorage {
  const { clock, database, live, logger, resultsRoot, limits, reserveBytes } = options;
  const { freeBytes, stopReading } = options;
  const floors = diskFloors(reserveBytes);
  // Old results are removed first. If this does not help, a running statement is ended before the
  // edge must refuse pings.
  const lastFloor = (floors.work + floors.ingest) / 2;
  const lastUse = new Map<string, number>();
  const stored = cachedFor(LIST_MS, () => listStoredResults(database));

  const space = async (): Promise<ResultSpace> => ({
    kept: (await stored.get()).map((one) => ({
      ...one,
      usedAt: Math.max(one.usedAt, lastUse.get(one.id) ?? 0),
    })),
    growing: live.running().map((one) => ({ userId: one.execution.userId, bytes: partBytes(one) })),
    limits,
    disk: { free: freeBytes(), floor: floors.work },
  });
  const freeSpace = oneAtATime(async () => {
    if (freeBytes() < lastFloor && !stopLargest(live.running(), logger)) stopReading();
    const remove = resultsToRemove(await space());
    if (remove.length === 0) return;
    logger.info({ results: remove.length }, "old results are removed");
    await forgetResults(database, remove);
    stored.forget();
    for (const id of remove) {
      lastUse.delete(id);
      await rm(join(resultsRoot, id), { recursive: true, force: true });
    }
  });
  const watch = (): void => {
    if (live.running().length === 0 && freeBytes() >= floors.work) return;
    void freeSpace().catch((error: unknown) =>
      logger.warn({ err: error }, "old results could not be removed"),
    );
  };
  const stopWatching = clock.every(WATCH_MS, watch);
  return {
    async admit(userId) {
      const byteLimit = allowanceOf(userId, await space());
      return byteLimit === null ? { error: diskFull(floors.work) } : { byteLimit };
    },
    async trim() {
      stored.forget();
      await freeSpace();
    },
    assertSpace(bytes) {
      if (freeBytes() - bytes >= lastFloor) return;
      throw new AppError("unavailable", diskFull(floors.work).message, { retryable: true });
    },
    touch: (id) => void lastUse.set(id, clock.now().getTime()),
    close: stopWatching,
  };
}

/** Caches the answer of `ask` for some milliseconds. */
function cachedFor<Value>(milliseconds: number, ask: () => Promise<Value>) {
  let cached: { readonly at: number; readonly value: Value } | null = null;
  return {
    async get(): Promise<Value> {
      const now = performance.now();
      if (cached === null || now - cached.at > milliseconds)
        cached = { at: now, value: await ask() };
      return cached.value;
    },
    forget() {
      cached = null;
    },
  };
}

function diskFull(floor: number): ExecutionError {
  return {
    code: "disk_full",
    message: `The disk has no room for a result: its last ${Math.ceil(floor / MEBIBYTE)} MB are kept for incoming pings. Try again later, or ask an admin to free some space.`,
  };
}

/**
 * Ends the statement that uses most of the disk, so that the others may continue. Returns false if
 * no statement uses any of the disk.
 */
function stopLargest(running: readonly LiveExecution[], logger: Logger): boolean {
  const sized = running
    .filter(({ cancel }) => !cancel.signal.aborted)
    .map((one) => ({ one, bytes: partBytes(one) + spillBytes(one) }))
    .filter(({ bytes }) => bytes > 0);
  const [largest] = sized.toSorted((one, other) => other.bytes - one.bytes);
  if (largest === undefined) return false;
  logger.warn(
    { execution: largest.one.execution.id, bytes: largest.bytes },
    "a statement is stopped because the disk is nearly full",
  );
  largest.one.cancel.abort("disk");
  return true;
}

function partBytes({ parts }: LiveExecution): number {
  return parts.reduce((sum, { bytes }) => sum + bytes, 0);
}

function spillBytes({ folders }: LiveExecution): number {
  return folders.reduce((sum, folder) => sum + folderBytes(folder), 0);
}

function folderBytes(folder: string): number {
  try {
    return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  } catch {
    // The statement has ended, and its folder was removed.
    return 0;
  }
}
