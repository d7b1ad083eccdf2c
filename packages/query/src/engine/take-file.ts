import { lstat, rename, rm } from "node:fs/promises";

/**
 * Moves a file out of a sandboxed process's folder and returns its size. Anything but a plain file
 * is removed, because the process could have made a link or a device.
 */
export async function takeFile(from: string, to: string): Promise<number> {
  await rename(from, to);
  const stat = await lstat(to);
  if (stat.isFile()) return stat.size;
  await rm(to, { recursive: true, force: true });
  throw new Error("a sandboxed process left something that is no plain file");
}
