import { type ChildProcess, spawn } from "node:child_process";
import type { LogFile } from "./log-folder.ts";
import { failuresAfter, restartDelayMs } from "./restart-delay.ts";
import { watchSilence } from "./silence.ts";

export interface ChildSpec {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Resolves when a started child is ready to work; by default its `ready` message. */
  readonly probe?: () => Promise<void>;
  /** Milliseconds of silence after which the child counts as hung; 30 s by default. */
  readonly silentMs?: number;
}

interface ChildPorts {
  /** Takes all output of the child. */
  readonly log: LogFile;
  /** A run ended although nobody asked for the end; the child starts again after the delay. */
  readonly onEnded: (name: string, reason: string, delayMs: number) => void;
  readonly onStarted: (name: string, pid: number) => void;
  /** The child sent a text for the person who started the product. */
  readonly onNote: (text: string) => void;
  /** The child can't work with its settings, so that another start would fail, too. */
  readonly onRefused: (text: string) => void;
}

/** A process that is started again whenever it ends, until `stop`. */
export interface Child {
  readonly name: string;
  /** Resolves when the child is ready for the first time. */
  readonly ready: Promise<void>;
  /** Why the child ended most recently, with the tail of its output; null if it never ended. */
  lastFailure(): string | null;
  /** Sends SIGTERM, then SIGKILL after the grace time; resolves when the process has ended. */
  stop(graceMs: number): Promise<void>;
}

/** Starts a child and keeps it running with backoff; a child that hangs is killed and restarted. */
export function superviseChild(spec: ChildSpec, ports: ChildPorts): Child {
  let current: Run | null = null;
  let failures = 0;
  let stopping = false;
  let failure: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  const { promise: ready, resolve: markReady } = Promise.withResolvers<void>();

  const start = (): void => {
    // A planted crash is for the first run only: the next run must recover.
    const { CRASH_AT: _, ...recoveryEnv } = spec.env;
    const run = startRun(failure === null ? spec : { ...spec, env: recoveryEnv }, ports);
    current = run;
    ports.onStarted(spec.name, run.pid);
    run.ready.then(markReady, () => undefined);
    void run.ended.then((reason) => {
      current = null;
      if (stopping) return;
      failures = failuresAfter(failures, Date.now() - run.startedAt);
      failure = `${reason}${run.tail()}`;
      const delayMs = restartDelayMs(failures);
      ports.onEnded(spec.name, reason, delayMs);
      timer = setTimeout(start, delayMs);
    });
  };

  start();
  return {
    name: spec.name,
    ready,
    lastFailure: () => failure,
    async stop(graceMs) {
      stopping = true;
      clearTimeout(timer);
      await current?.stop(graceMs);
    },
  };
}

interface Run {
  readonly pid: number;
  readonly startedAt: number;
  readonly ready: Promise<void>;
  readonly ended: Promise<string>;
  tail(): string;
  stop(graceMs: number): Promise<void>;
}

function startRun(spec: ChildSpec, ports: ChildPorts): Run {
  try {
    const { file, args, cwd, env } = spec;
    const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe", "ipc"] });
    return watchRun(child, spec, ports);
  } catch (error) {
    // The system may lack memory for a process: the next try may find enough.
    const ended = Promise.resolve((error as Error).message);
    const nothing = { ready: never(), tail: () => "", stop: async () => undefined };
    return { pid: -1, startedAt: Date.now(), ended, ...nothing };
  }
}

function watchRun(child: ChildProcess, spec: ChildSpec, ports: ChildPorts): Run {
  let tail = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (text: Buffer) => {
      ports.log.write(text);
      tail = (tail + text.toString()).slice(-2000);
    });
  }
  let hung = false;
  const silence = watchSilence(() => {
    hung = true;
    child.kill("SIGKILL");
  }, spec.silentMs);
  const ended = new Promise<string>((resolve) => {
    // `on` instead of `once`: a signal that can't be sent raises this event, too.
    child.on("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => {
      silence.stop();
      resolve(hung ? "it hung" : (signal ?? `exit code ${code}`));
    });
  });
  const { promise: reported, resolve: markReported } = Promise.withResolvers<void>();
  child.on("message", (message) => {
    const { kind, text = "" } = fieldsOf(message);
    if (kind === "alive") silence.recordSign();
    if (kind === "ready") markReported();
    if (kind === "note") ports.onNote(text);
    if (kind === "refused") ports.onRefused(text);
  });
  return {
    pid: child.pid ?? -1,
    startedAt: Date.now(),
    ready: spec.probe === undefined ? reported : Promise.race([spec.probe(), ended.then(never)]),
    ended,
    tail: () => (tail.trim() === "" ? "" : `\n${tail.trim()}`),
    async stop(graceMs) {
      child.kill("SIGTERM");
      const kill = setTimeout(() => child.kill("SIGKILL"), graceMs);
      await ended;
      clearTimeout(kill);
    },
  };
}

function fieldsOf(message: unknown): { readonly kind?: string; readonly text?: string } {
  return typeof message === "object" && message !== null ? message : {};
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
