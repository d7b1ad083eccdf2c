import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { pipeline } from "node:stream/promises";

/** Named moment at which a test may kill the process. */
export type CrashPoint = (name: string) => void;

/** Makes the file names in a folder durable. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Makes `folder` below `root`, and makes the name of each new folder durable, because a folder
 * whose name is lost takes its files with it.
 */
export async function makeFolder(root: string, folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true });
  if (made === undefined) return;
  for (let step = folder; step !== dirname(made); step = dirname(step)) {
    await syncFolder(dirname(step));
    if (relative(root, step) === "") break;
  }
}

/** Size in bytes and hex SHA-256 of a file. */
export async function fingerprint(path: string): Promise<{ sizeBytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), async (chunks) => {
    for await (const chunk of chunks as AsyncIterable<Buffer>) {
      hash.update(chunk);
      sizeBytes += chunk.length;
    }
  });
  return { sizeBytes, sha256: hash.digest("hex") };
}

/**
 * Publishes a finished temporary file under its name: fsync, rename, fsync of the folder. Returns
 * its fingerprint.
 */
export async function publish(
  temporary: string,
  path: string,
  crashPoint: CrashPoint,
): Promise<{ sizeBytes: number; sha256: string }> {
  const print = await fingerprint(temporary);
  const handle = await open(temporary, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  crashPoint("L4");
  await rename(temporary, path);
  crashPoint("L5");
  await syncFolder(dirname(path));
  return print;
}

/**
 * Runs a step that makes a temporary file; if the step fails, the file is removed, so that it does
 * not fill the disk.
 */
export async function removeOnFailure<T>(temporary: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Folder of one day of a table, relative to the lake root. */
export function dayFolder(namespace: string, table: string, submissionDate: string): string {
  return join(namespace, table, `submission_date=${submissionDate}`);
}

/** Ending of a file that is still being written; such a name is never in a manifest. */
export const TEMPORARY = ".tmp";
