import { dirname } from "node:path";

/** The tools that can isolate sandboxed processes, strongest first. */
export type SandboxKind = "bubblewrap" | "unshare" | "process";

/** The tool that sets limits: `prlimit` of util-linux, the shell's `ulimit`, or none. */
export type LimitTool = "prlimit" | "ulimit" | "none";

/** Files that a sandboxed process needs to run at all. */
export interface Program {
  readonly node: string;
  readonly bundle: string;
  /** Folder with the engine's native library. */
  readonly binding: string;
  /**
   * The C library and other shared libraries, file by file; the sandbox hides the rest of the
   * system.
   */
  readonly libraries: readonly string[];
}

/** The files that a sandboxed process may use, and its limits. */
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
  /** 0 for light work; heavy work has a higher number, which is a lower priority. */
  readonly nice: number;
}

export interface CommandChoice {
  readonly kind: SandboxKind;
  readonly limitTool: LimitTool;
  /**
   * File descriptor of a filter of system calls, which only bubblewrap supports; null for no
   * filter.
   */
  readonly filter: number | null;
}

/**
 * The most threads and processes of a sandboxed process if no filter of system calls refuses new
 * processes.
 */
const MOST_TASKS = 128;

/** The command line of a sandboxed process, in the order limits, niceness, isolation, Node. */
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
  // ulimit counts kilobytes, and file sizes in blocks of 512 bytes (POSIX) or 1024 (bash). The
  // number is for 512 bytes, which is too loose, never too strict.
  const cpu = cpuSeconds === null ? "" : `ulimit -t ${cpuSeconds}; `;
  const data = `ulimit -d ${Math.floor(dataBytes / 1024)} 2>/dev/null; `;
  const address = `ulimit -v ${Math.floor(addressBytes / 1024)} 2>/dev/null; `;
  const file = `ulimit -f ${Math.floor(fileBytes / 512)} 2>/dev/null; `;
  return ["sh", "-c", `ulimit -c 0; ${cpu}${data}${address}${file}exec "$@"`, "sh"];
}

/**
 * The only file of `/proc` that the sandbox shows. The engine's allocator reads from this file
 * whether the system overcommits memory. Without the file, the allocator reserves address space
 * first and maps memory over it, which the kernel does not count as data, so that the limit on data
 * would have no effect.
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
      // The limit is set inside the namespace, where only the namespace's tasks count. Outside, all
      // tasks of the user would count.
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
    // A path in /tmp can be bound only after its parent folder exists in the sandbox's /tmp.
    ...readable.flatMap((path) => ["--dir", dirname(path), "--ro-bind", path, path]),
    ...spec.writable.flatMap((path) => ["--dir", dirname(path), "--bind", path, path]),
    ...(filter === null ? [] : ["--seccomp", String(filter)]),
    ...["--chdir", "/tmp", "--"],
  ];
}
