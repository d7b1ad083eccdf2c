import type { SandboxSpec } from "../sandbox/command.ts";
import type { ProcessOptions } from "../sandboxed/options.ts";

const MEBIBYTE = 1024 ** 2;
// Node alone reserves some 600 MiB of address space (its code range); measured: below this statements fail that fit.
const NODE_MB = 1000;

/** Limits of the engine in one process. */
export interface EngineLimits {
  readonly threads: number;
  readonly memoryMb: number;
  readonly spillMb: number;
}

interface Places {
  readonly mode: ProcessOptions["mode"];
  readonly readable: readonly string[];
  readonly writable: readonly string[];
  readonly spill: string | null;
  /** Folders that the engine itself may touch; the worker gets its files with the job instead. */
  readonly folders?: readonly string[];
  readonly nice?: number;
  readonly cpuSeconds?: number;
}

/** What a sandboxed process gets: the engine's limits, and those of the system a little above. */
export function processSpec(limits: EngineLimits, places: Places): SandboxSpec {
  const { threads, memoryMb, spillMb } = limits;
  const { mode, readable, writable, spill, folders = [], nice = 0, cpuSeconds = null } = places;
  const options: ProcessOptions = { mode, threads, memoryMb, spill, spillMb, folders };
  return {
    argument: JSON.stringify(options),
    readable,
    writable: spill === null ? writable : [...writable, spill],
    limits: {
      dataBytes: (memoryMb + NODE_MB) * MEBIBYTE,
      fileBytes: Math.max(spillMb, 1024) * MEBIBYTE,
      cpuSeconds,
    },
    nice,
  };
}
