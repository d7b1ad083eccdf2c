import { dirname } from "node:path";

/** What isolates sandboxed processes on this machine, strongest first. */
export type SandboxKind = "bubblewrap" | "unshare" | "process";

/** How limits are set: `prlimit` of util-linux, the shell's `ulimit`, or not at all. */
export type LimitTool = "prlimit" | "ulimit" | "none";

/** Files that a sandboxed process needs to run at all. */
export interface Program {
  readonly node: string;
  readonly bundle: string;
  /** Folder with the engine's native library. */
  readonly binding: string;
  /** C library and its relatives, file by file: nothing else of the system is visible inside. */
  readonly libraries: readonly string[];
}

/** One sandboxed process: what it may see and use. */
export interface SandboxSpec {
  /** One JSON text with the options of the process. */
  readonly argument: string;
  readonly readable: readonly string[];
  readonly writable: readonly string[];
  readonly limits: {
    readonly dataBytes: number;
    /** Address space, mapped or only reserved. */
    readonly addressBytes: number;
    readonly fileBytes: number;
    readonly cpuSeconds: number | null;
  };
  /** 0 for light work; heavy work and refills yield to it. */
  readonly nice: number;
}

export interface CommandChoice {
  readonly kind: SandboxKind;
  readonly limitTool: LimitTool;
  /** File descriptor with a filter of system calls; bubblewrap alone takes one. Null for none. */
  readonly filter: number | null;
}

/** Threads and processes that a sandboxed process may have where no filter of system calls refuses new ones. */
const MOST_TASKS = 128;

/** The command line of a sandboxed process: limits, then niceness, then isolation, then Node. */
export function sandboxCommand(
  { kind, limitTool, filter }: CommandChoice,
  program: Program,
  spec: SandboxSpec,
): string[] {
  const node = [program.node, program.bundle, spec.argument];
  const isolated = [...isolation({ kind, limitTool, filter }, program, spec), ...node];
  const niced = spec.nice > 0 ? ["nice", "-n", String(spec.nice), ...isolated] : isolated;
  return [...limits(limitTool, spec.limits), ...niced];
}

function limits(tool: LimitTool, limits: SandboxSpec["limits"]): string[] {
  const { dataBytes, addressBytes, fileBytes, cpuSeconds } = limits;
  if (tool === "prlimit") {
    const memory = [`--data=${dataBytes}`, `--as=${addressBytes}`];
    const flags = [...memory, `--fsize=${fileBytes}`, "--core=0", "--nofile=4096"];
    return ["prlimit", ...flags, ...(cpuSeconds === null ? [] : [`--cpu=${cpuSeconds}`]), "--"];
  }
  if (tool === "none") return [];
  // ulimit counts kilobytes, and file sizes in blocks of 512 bytes (POSIX) or 1024 (bash): the looser reading.
  const cpu = cpuSeconds === null ? "" : `ulimit -t ${cpuSeconds}; `;
  const data = `ulimit -d ${Math.floor(dataBytes / 1024)} 2>/dev/null; `;
  const address = `ulimit -v ${Math.floor(addressBytes / 1024)} 2>/dev/null; `;
  const file = `ulimit -f ${Math.floor(fileBytes / 512)} 2>/dev/null; `;
  return ["sh", "-c", `ulimit -c 0; ${cpu}${data}${address}${file}exec "$@"`, "sh"];
}

/**
 * The one file of `/proc` that is visible inside. The engine's allocator asks it whether the system overcommits; without
 * an answer it reserves address space first and maps memory over it, which the kernel does not count as data: the limit
 * on data would never bite.
 */
const OVERCOMMIT = "/proc/sys/vm/overcommit_memory";

function isolation(
  { kind, limitTool, filter }: CommandChoice,
  program: Program,
  spec: SandboxSpec,
): string[] {
  if (kind === "process") return [];
  if (kind === "unshare")
    return [
      ...["unshare", "-Urnpf", "--mount-proc", "--kill-child", "--"],
      // The limit is set inside the namespace, where only its own tasks count. Outside, those of the whole user would.
      ...(limitTool === "prlimit" ? ["prlimit", `--nproc=${MOST_TASKS}`, "--"] : []),
    ];
  const readable = [
    ...program.libraries,
    program.node,
    program.bundle,
    program.binding,
    ...spec.readable,
  ];
  return [
    "bwrap",
    "--unshare-all",
    "--die-with-parent",
    "--new-session",
    "--clearenv",
    ...["--cap-drop", "ALL", "--hostname", "q", "--dev", "/dev"],
    ...["--size", String(16 * 1024 * 1024), "--tmpfs", "/tmp"],
    ...["--dir", dirname(OVERCOMMIT), "--ro-bind-try", OVERCOMMIT, OVERCOMMIT],
    // A folder above a bind that lies in /tmp must exist there before it.
    ...readable.flatMap((path) => ["--dir", dirname(path), "--ro-bind", path, path]),
    ...spec.writable.flatMap((path) => ["--dir", dirname(path), "--bind", path, path]),
    ...(filter === null ? [] : ["--seccomp", String(filter)]),
    ...["--chdir", "/tmp", "--"],
  ];
}
