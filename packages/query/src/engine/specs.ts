import type { SandboxSpec } from "../sandbox/command.ts";
import type { ProcessOptions } from "../sandboxed/options.ts";

const MEBIBYTE = 1024 ** 2;
// Node alone reserves some 600 MiB (its code range), and rows that leave the engine are in Node's
// memory. By measurement, a lower value makes statements fail that fit into the engine's limit.
const NODE_MB = 2000;
// Further address space: for libraries and reserved memory, and for the stack and heap of each
// thread.
const RESERVED_MB = 2000;
const THREAD_MB = 256;
// The part of `NODE_MB` that can be in use; reserved memory takes no space.
const RESIDENT_MB = 1200;

/** Limits of the engine in one process. */
export interface EngineLimits {
  readonly threads: number;
  readonly memoryMb: number;
  readonly spillMb: number;
}

/**
 * Memory of one statement: the limit of its engine, and the limit of its whole process, above which
 * the process is killed.
 */
export interface StatementMemory {
  readonly limitMb: number;
  readonly residentMb: number;
}

export function statementMemory({ memoryMb }: EngineLimits): StatementMemory {
  return { limitMb: memoryMb, residentMb: memoryMb + RESIDENT_MB };
}

interface ProcessAccess {
  readonly mode: ProcessOptions["mode"];
  readonly readable: readonly string[];
  readonly writable: readonly string[];
  readonly spill: string | null;
  /** Folder in which the process writes files for the role, if any. */
  readonly result?: string;
  /** Folders that the engine itself may use; a worker gets its files with the job instead. */
  readonly folders?: readonly string[];
  readonly nice?: number;
  readonly cpuSeconds?: number;
}

/**
 * The specification of a sandboxed process: the engine's limits, and the system's limits a little
 * above them.
 */
export function processSpec(limits: EngineLimits, access: ProcessAccess): SandboxSpec {
  const { threads, memoryMb, spillMb } = limits;
  const { mode, readable, writable, spill, result = null, folders = [] } = access;
  const { nice = 0, cpuSeconds = null } = access;
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
