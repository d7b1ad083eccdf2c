import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// sockaddr_un holds 108 bytes on Linux and 104 on macOS.
const MAX_PATH_BYTES = 100;

/**
 * Path of a private Unix socket of this home; if the home's path is too long for a socket, the path
 * is in a private folder under the temporary folder.
 */
export function socketPath(runDir: string, name: string): string {
  const path = join(runDir, `${name}.sock`);
  if (Buffer.byteLength(path) <= MAX_PATH_BYTES) {
    mkdirSync(runDir, { recursive: true, mode: 0o700 });
    return path;
  }
  const hash = createHash("sha256").update(runDir).digest("hex").slice(0, 16);
  const dir = join(tmpdir(), `headwater-${process.getuid?.() ?? 0}-${hash}`);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return join(dir, `${name}.sock`);
}
