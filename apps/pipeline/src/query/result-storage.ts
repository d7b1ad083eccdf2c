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

/** Sees to it that results, spill and downloads leave the disk's last share to incoming pings. */
export interface ResultRoom {
  /** The bytes that a new result of a person may have, or why there is no room for one. */
  admit(
    userId: string,
  ): Promise<{ readonly byteLimit: number } | { readonly error: ExecutionError }>;
  /** A result was stored: others may have to go. */
  settle(): Promise<void>;
  /** Throws AppError `unavailable` where a file of so many bytes can't be made for a download. */
  assertRoom(bytes: number): void;
  /** Notes that somebody looked at a result: it is not the next to go. */
  touch(resultId: string): void;
  close(): void;
}

interface RoomOptions {
  readonly clock: Clock;
  readonly database: Database;
  readonly live: LiveExecutions;
  readonly logger: Logger;
  readonly resultsRoot: string;
  readonly limits: ResultSpace["limits"];
  /** The setting from which the shares of the disk follow. */
  readonly reserveBytes: number;
  /** Ends what reads results: it may have spilled. */
  readonly stopReading: () => void;
  /** Free bytes of the volumes that hold results and spill; where they are two, those of the fuller one. */
  readonly freeBytes: () => number;
}

const WATCH_MS = 250;
// The limits need not hold to the byte: the list may be some seconds old, which spares each statement a look at all history.
const LIST_MS = 3000;
const MEBIBYTE = 1024 ** 2;

/** Opens the room and begins to watch limits and disk. */
export function openResultRoom(options: RoomOptions): ResultRoom {
  const { clock, database, live, logger, resultsRoot, limits, reserveBytes } = options;
  const { freeBytes, stopReading } = options;
  const floors = diskFloors(reserveBytes);
  // Removing old results comes first; where that does not help, a running statement ends before the edge does.
  const lastFloor = (floors.work + floors.ingest) / 2;
  const lastUse = new Map<string, number>();
  const stored = keptFor(LIST_MS, () => listStoredResults(database));

  const space = async (): Promise<ResultSpace> => ({
    kept: (await stored.get()).map((one) => ({
      ...one,
      usedAt: Math.max(one.usedAt, lastUse.get(one.id) ?? 0),
    })),
    growing: live.running().map((one) => ({ userId: one.execution.userId, bytes: partBytes(one) })),
    limits,
    disk: { free: freeBytes(), floor: floors.work },
  });
  const makeRoom = oneAtATime(async () => {
    if (freeBytes() < lastFloor && !stopLargest(live.running(), logger)) stopReading();
    const remove = resultsToRemove(await space());
    if (remove.length === 0) return;
    logger.info({ results: remove.length }, "old results make room");
    await forgetResults(database, remove);
    stored.forget();
    for (const id of remove) {
      lastUse.delete(id);
      await rm(join(resultsRoot, id), { recursive: true, force: true });
    }
  });
  const watch = (): void => {
    if (live.running().length === 0 && freeBytes() >= floors.work) return;
    void makeRoom().catch((error: unknown) => logger.warn({ err: error }, "no room could be made"));
  };
  const stopWatching = clock.every(WATCH_MS, watch);
  return {
    async admit(userId) {
      const byteLimit = allowanceOf(userId, await space());
      return byteLimit === null ? { error: noRoom(floors.work) } : { byteLimit };
    },
    async settle() {
      stored.forget();
      await makeRoom();
    },
    assertRoom(bytes) {
      if (freeBytes() - bytes >= lastFloor) return;
      throw new AppError("unavailable", noRoom(floors.work).message, { retryable: true });
    },
    touch: (id) => void lastUse.set(id, clock.now().getTime()),
    close: stopWatching,
  };
}

/** Asks again when what it has is older than `milliseconds`. */
function keptFor<Value>(milliseconds: number, ask: () => Promise<Value>) {
  let held: { readonly at: number; readonly value: Value } | null = null;
  return {
    async get(): Promise<Value> {
      const now = performance.now();
      if (held === null || now - held.at > milliseconds) held = { at: now, value: await ask() };
      return held.value;
    },
    forget() {
      held = null;
    },
  };
}

function noRoom(floor: number): ExecutionError {
  return {
    code: "disk_full",
    message: `The disk has no room for a result: its last ${Math.ceil(floor / MEBIBYTE)} MB are kept for incoming pings. Try again when there is room, or ask an admin to make some.`,
  };
}

/** Ends the statement that holds most of the disk; the others may fit then. False where none holds any. */
function stopLargest(running: readonly LiveExecution[], logger: Logger): boolean {
  const sized = running
    .filter(({ cancel }) => !cancel.signal.aborted)
    .map((one) => ({ one, bytes: partBytes(one) + spillBytes(one) }))
    .filter(({ bytes }) => bytes > 0);
  const [largest] = sized.toSorted((one, other) => other.bytes - one.bytes);
  if (largest === undefined) return false;
  logger.warn(
    { execution: largest.one.execution.id, bytes: largest.bytes },
    "a statement is stopped, the disk is nearly full",
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
    // The statement ended meanwhile.
    return 0;
  }
}
