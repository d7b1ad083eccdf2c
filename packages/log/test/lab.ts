import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedLogConfig, openEventLog } from "../src/index.ts";

const WRITER = join(import.meta.dirname, "append-forever.ts");

export const tempDir = () => mkdtemp(join(tmpdir(), "headwater-log-"));

export const openIn = (dir: string, more: Partial<EmbeddedLogConfig> = {}) =>
  openEventLog({ kind: "embedded", dir, segmentBytes: 256 * 1024, reserveBytes: 0, ...more });

/** A process that appends until it is killed; `crashAt` is a crash point of the log as `name[:nth]`. */
export function startWriter(dir: string, topic: string, from: number, crashAt = ""): ChildProcess {
  return spawn(process.execPath, [WRITER, dir, topic, String(from), crashAt], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** The embedded log's storage for the contract suite. */
export async function embeddedLab() {
  const dir = await tempDir();
  return {
    open: async () => openIn(dir),
    startWriter: (topic: string, from: number) => startWriter(dir, topic, from),
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}
