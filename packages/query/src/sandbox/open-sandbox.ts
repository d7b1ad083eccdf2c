import { spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CommandChoice, LimitTool, Program, SandboxKind, SandboxSpec } from "./command.ts";
import { sandboxCommand } from "./command.ts";
import { buildProgram } from "./program.ts";
import { residentBytes } from "./resident-memory.ts";
import { EXTRA_DESCRIPTOR, type SandboxedProcess, startSandboxed } from "./sandboxed-process.ts";
import { systemCallFilter } from "./system-calls.ts";

/** Starts sandboxed processes with the strongest isolation that this machine supports. */
export interface Sandbox {
  readonly kind: SandboxKind;
  /** Texts about protection that is missing on this machine; empty if nothing is missing. */
  readonly notes: readonly string[];
  start(spec: SandboxSpec): SandboxedProcess;
}

interface OpenOptions {
  /** Private folder for the program's bundle. */
  readonly folder: string;
  /** The strongest isolation to use, for tests and unusual machines. */
  readonly atMost?: SandboxKind;
  /**
   * The weakest isolation to accept; `openSandbox` throws `SandboxError` if only a weaker one
   * works.
   */
  readonly least?: SandboxKind;
}

/**
 * This machine isolates sandboxed processes less than the setting asks for; the message says what
 * to do.
 */
export class SandboxError extends Error {
  override readonly name = "SandboxError";
}

const KINDS: readonly SandboxKind[] = ["bubblewrap", "unshare", "process"];
const TRIAL_MS = 5000;

/**
 * Finds the strongest working isolation by trying each one, and builds the program of the sandboxed
 * processes.
 */
export async function openSandbox({
  folder,
  atMost = "bubblewrap",
  least = "process",
}: OpenOptions): Promise<Sandbox> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const program = await buildProgram(folder);
  const limitTool = findLimitTool();
  const filterFile = await writeFilter(folder);
  const start = ({ kind, filtered }: Candidate, spec: SandboxSpec) =>
    startWith({ kind, limitTool, filterFile: filtered ? filterFile : null }, program, spec);
  const candidates = candidatesFrom(atMost, filterFile !== null);
  const choice = await firstWorking(candidates, (candidate) => start(candidate, TRIAL));
  if (KINDS.indexOf(choice.kind) > KINDS.indexOf(least)) throw new SandboxError(refusal(least));
  return {
    kind: choice.kind,
    notes: notesOf({ ...choice, limitTool }),
    start: (spec) => start(choice, spec),
  };
}

/** One way to isolate processes; lists of candidates begin with the strongest. */
interface Candidate {
  readonly kind: SandboxKind;
  /** True if the candidate includes a filter of system calls. */
  readonly filtered: boolean;
}

function candidatesFrom(atMost: SandboxKind, hasFilter: boolean): Candidate[] {
  return KINDS.slice(KINDS.indexOf(atMost)).flatMap((kind) => [
    ...(kind === "bubblewrap" && hasFilter ? [{ kind, filtered: true }] : []),
    { kind, filtered: false },
  ]);
}

async function writeFilter(folder: string): Promise<string | null> {
  const filter = systemCallFilter();
  if (filter === null) return null;
  const path = join(folder, "system-calls.bpf");
  await writeFile(path, filter, { mode: 0o600 });
  return path;
}

interface StartChoice {
  readonly kind: SandboxKind;
  readonly limitTool: LimitTool;
  readonly filterFile: string | null;
}

function startWith(
  { kind, limitTool, filterFile }: StartChoice,
  program: Program,
  spec: SandboxSpec,
): SandboxedProcess {
  if (filterFile === null)
    return startSandboxed(sandboxCommand({ kind, limitTool, filter: null }, program, spec));
  // The file is opened for each start: the first process would leave the offset of a shared
  // descriptor at the end of the file.
  const file = openSync(filterFile, "r");
  try {
    const choice = { kind, limitTool, filter: EXTRA_DESCRIPTOR };
    return startSandboxed(sandboxCommand(choice, program, spec), file);
  } finally {
    closeSync(file);
  }
}

function refusal(least: SandboxKind): string {
  return `HEADWATER_SANDBOX asks for ${least}, which does not work on this machine. Install ${least === "bubblewrap" ? "bubblewrap" : "util-linux, and allow user namespaces"}, or set HEADWATER_SANDBOX to a weaker isolation.`;
}

function findLimitTool(): LimitTool {
  if (succeeds("prlimit", ["--core=0", "--", "true"])) return "prlimit";
  return succeeds("sh", ["-c", "ulimit -c 0"]) ? "ulimit" : "none";
}

function succeeds(file: string, args: readonly string[]): boolean {
  return spawnSync(file, args, { stdio: "ignore", timeout: TRIAL_MS }).status === 0;
}

async function firstWorking(
  candidates: readonly Candidate[],
  start: (candidate: Candidate) => SandboxedProcess,
): Promise<Candidate> {
  for (const candidate of candidates) {
    const trial = start(candidate);
    const answered = await answers(trial);
    trial.kill();
    if (answered) return candidate;
  }
  return { kind: "process", filtered: false };
}

const GIBIBYTE = 1024 ** 3;
const TRIAL: SandboxSpec = {
  argument: JSON.stringify({ mode: "trial" }),
  readable: [],
  writable: [],
  limits: {
    dataBytes: 2 * GIBIBYTE,
    addressBytes: 8 * GIBIBYTE,
    fileBytes: GIBIBYTE,
    cpuSeconds: 60,
  },
  nice: 0,
};

function answers(trial: SandboxedProcess): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), TRIAL_MS);
    const end = (answer: boolean) => {
      clearTimeout(timer);
      resolve(answer);
    };
    trial.onMessage(() => end(true));
    void trial.exited.then(() => end(false));
  });
}

function notesOf({ kind, filtered, limitTool }: Candidate & Pick<CommandChoice, "limitTool">) {
  const notes: string[] = [];
  if (kind === "bubblewrap" && !filtered)
    notes.push(
      "The filter of system calls is not usable here: a worker that breaks out of the engine finds no files and no network, but may start processes of its own.",
    );
  if (kind === "unshare")
    notes.push(
      "bubblewrap is not usable here: SQL workers have no network and see no other process, but a worker that breaks out of the engine can read every file that this user can read, including the secrets of the home folder. Install bubblewrap to prevent this.",
    );
  if (kind === "process")
    notes.push(
      "Neither bubblewrap nor unshare is usable here: SQL workers are plain processes. The statement check and the engine's own lock still hold; a worker that breaks out of them can read and write every file that this user can, and can use the network. Install bubblewrap to prevent this.",
    );
  if (limitTool !== "prlimit")
    notes.push(
      limitTool === "ulimit"
        ? "prlimit is missing: limits are set with the shell's ulimit."
        : "No tool to set memory limits was found: only the engine's own memory limit holds.",
    );
  if (residentBytes(process.pid) === null)
    notes.push(
      "This system does not report the memory of processes in /proc, so the memory of a running statement is not watched.",
    );
  return notes;
}
