import { open, readdir } from "node:fs/promises";
import { join } from "node:path";

const SEGMENT = /^(\d{20})\.log$/;

/**
 * The embedded log keeps each topic in one partition, because its only writer could not use more.
 */
export const PARTITION = 0;

export function partitionDir(root: string, topic: string, partition: number): string {
  if (!/^[a-z0-9][a-z0-9._-]{0,199}$/.test(topic))
    throw new RangeError(`not a topic name: ${topic}`);
  return join(root, topic, String(partition));
}

export const segmentName = (base: number): string => `${String(base).padStart(20, "0")}.log`;
export const indexName = (base: number): string => `${String(base).padStart(20, "0")}.index`;

/**
 * Base offsets of a partition's segments, ascending; an empty list if the partition does not exist
 * yet.
 */
export async function listSegments(dir: string): Promise<readonly number[]> {
  const names = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names
    .flatMap((name) => SEGMENT.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

/** Makes the creation and removal of names in a directory durable. */
export async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
