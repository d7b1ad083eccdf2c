import { spawnSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import type { CommandChoice, LimitTool, Program, SandboxKind, SandboxSpec } from "./command.ts";
import { sandboxCommand } from "./command.ts";
import { buildProgram } from "./program.ts";
import { residentBytes } from "./resident-memory.ts";
import { type SandboxedProcess, startSandboxed } from "./sandboxed-process.ts";

/** Starts sandboxed processes in the strongest way this machine allows. */
export interface Sandbox {
  readonly kind: SandboxKind;
  /** What is weaker than it should be, in plain words; empty when nothing is. */
  readonly notes: readonly string[];
  start(spec: SandboxSpec): SandboxedProcess;
}

interface OpenOptions {
  /** Private folder for the bundle. */
  readonly folder: string;
  /** Never use anything stronger; tests and odd machines. */
  readonly atMost?: SandboxKind;
}

const KINDS: readonly SandboxKind[] = ["bubblewrap", "unshare", "process"];
const TRIAL_MS = 5000;

/** Finds out by trying what isolates processes here, and builds their program. */
export async function openSandbox({
  folder,
  atMost = "bubblewrap",
}: OpenOptions): Promise<Sandbox> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const program = await buildProgram(folder);
  const limitTool = findLimitTool();
  const candidates = KINDS.slice(KINDS.indexOf(atMost));
  const kind = await firstWorking(candidates, limitTool, program);
  const choice = { kind, limitTool };
  return {
    kind,
    notes: notesOf(choice),
    start: (spec) => startSandboxed(sandboxCommand(choice, program, spec)),
  };
}

function findLimitTool(): LimitTool {
  if (succeeds("prlimit", ["--core=0", "--", "true"])) return "prlimit";
  return succeeds("sh", ["-c", "ulimit -c 0"]) ? "ulimit" : "none";
}

function succeeds(file: string, args: readonly string[]): boolean {
  return spawnSync(file, args, { stdio: "ignore", timeout: TRIAL_MS }).status === 0;
}

async function firstWorking(
  kinds: readonly SandboxKind[],
  limitTool: LimitTool,
  program: Program,
): Promise<SandboxKind> {
  for (const kind of kinds) {
    const trial = startSandboxed(sandboxCommand({ kind, limitTool }, program, TRIAL));
    const answered = await answers(trial);
    trial.kill();
    if (answered) return kind;
  }
  return "process";
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

function notesOf({ kind, limitTool }: CommandChoice): string[] {
  const notes: string[] = [];
  if (kind === "unshare")
    notes.push(
      "bubblewrap is not usable here: SQL workers have no network, but the files of this machine stay readable to a worker that breaks out of the engine. Install bubblewrap to close that.",
    );
  if (kind === "process")
    notes.push(
      "Neither bubblewrap nor unshare is usable here: SQL workers are plain processes. The statement check and the engine's own lock still hold; nothing stands behind them.",
    );
  if (limitTool !== "prlimit")
    notes.push(
      limitTool === "ulimit"
        ? "prlimit is missing: limits are set with the shell's ulimit."
        : "No tool to set memory limits was found: only the engine's own memory limit holds.",
    );
  if (residentBytes(process.pid) === null)
    notes.push(
      "This system does not tell what a process holds (/proc): the memory of a running statement is not watched.",
    );
  return notes;
}
