import { lstat, rename, rm } from "node:fs/promises";

/** Takes a file out of a sandboxed process's folder and gives its size. Only a plain file stays, since the process may have made anything. */
export async function takeFile(from: string, to: string): Promise<number> {
  await rename(from, to);
  const stat = await lstat(to);
  if (stat.isFile()) return stat.size;
  await rm(to, { recursive: true, force: true });
  throw new Error("what a sandboxed process left is not a file");
}
