import type { SandboxSpec } from "../sandbox/command.ts";
import type { ProcessOptions } from "../sandboxed/options.ts";

const MEBIBYTE = 1024 ** 2;
// Node alone reserves some 600 MiB (its code range), and rows on their way out are not the engine's: measured, below this statements fail that fit.
const NODE_MB = 2000;
// Address space on top of that: libraries and what is only reserved, and for each thread a stack and a heap of its own.
const RESERVED_MB = 2000;
const THREAD_MB = 256;
// Of `NODE_MB` this much can be in use at all; what is reserved takes no memory.
const RESIDENT_MB = 1200;

/** Limits of the engine in one process. */
export interface EngineLimits {
  readonly threads: number;
  readonly memoryMb: number;
  readonly spillMb: number;
}

/** Memory of one statement: what its engine may use, and what its whole process may hold before it is killed. */
export interface StatementMemory {
  readonly limitMb: number;
  readonly residentMb: number;
}

export function statementMemory({ memoryMb }: EngineLimits): StatementMemory {
  return { limitMb: memoryMb, residentMb: memoryMb + RESIDENT_MB };
}

interface Places {
  readonly mode: ProcessOptions["mode"];
  readonly readable: readonly string[];
  readonly writable: readonly string[];
  readonly spill: string | null;
  /** Where the process puts files for the role, null for nowhere. */
  readonly result?: string;
  /** Folders that the engine itself may touch; the worker gets its files with the job instead. */
  readonly folders?: readonly string[];
  readonly nice?: number;
  readonly cpuSeconds?: number;
}

/** What a sandboxed process gets: the engine's limits, and those of the system a little above. */
export function processSpec(limits: EngineLimits, places: Places): SandboxSpec {
  const { threads, memoryMb, spillMb } = limits;
  const { mode, readable, writable, spill, result = null, folders = [] } = places;
  const { nice = 0, cpuSeconds = null } = places;
  const options: ProcessOptions = { mode, threads, memoryMb, spill, spillMb, result, folders };
  return {
    argument: JSON.stringify(options),
    readable,
    writable: spill === null ? writable : [...writable, spill],
    limits: {
      dataBytes: (memoryMb + NODE_MB) * MEBIBYTE,
      addressBytes: (memoryMb + NODE_MB + RESERVED_MB + threads * THREAD_MB) * MEBIBYTE,
      fileBytes: Math.max(spillMb, 1024) * MEBIBYTE,
      cpuSeconds,
    },
    nice,
  };
}
