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
  /** Milliseconds of silence after which it counts as hung; 30 s unless told. */
  readonly silentMs?: number;
}

interface ChildPorts {
  /** Takes all that it prints. */
  readonly log: LogFile;
  /** A run ended without being asked to; it starts again after the delay. */
  readonly onEnded: (name: string, reason: string, delayMs: number) => void;
  readonly onStarted: (name: string, pid: number) => void;
  /** It has something to say to the person who started the product. */
  readonly onNote: (text: string) => void;
  /** It can't work as the settings are, and will not in another try. */
  readonly onRefused: (text: string) => void;
}

/** A process that is started again whenever it ends, until `stop`. */
export interface Child {
  readonly name: string;
  /** Resolves when it was ready for the first time. */
  readonly ready: Promise<void>;
  /** Why it ended most recently, with the tail of its output; null if it never did. */
  lastFailure(): string | null;
  /** SIGTERM, then SIGKILL after the grace time; resolves when it is gone. */
  stop(graceMs: number): Promise<void>;
}

/** Starts a child and keeps it running with backoff; one that hangs is killed and started again. */
export function superviseChild(spec: ChildSpec, ports: ChildPorts): Child {
  let current: Run | null = null;
  let failures = 0;
  let stopping = false;
  let failure: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  const { promise: ready, resolve: markReady } = Promise.withResolvers<void>();

  const start = (): void => {
    // A planted crash is for the first run only: the one after it must recover.
    const { CRASH_AT: _, ...calmEnv } = spec.env;
    const run = startRun(failure === null ? spec : { ...spec, env: calmEnv }, ports);
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
    // No memory for a process, for one: the next try may find some.
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
    // Not once: a signal that can't be sent is told this way, too.
    child.on("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => {
      silence.stop();
      resolve(hung ? "it hung" : (signal ?? `exit code ${code}`));
    });
  });
  const { promise: said, resolve: markSaid } = Promise.withResolvers<void>();
  child.on("message", (message) => {
    const { kind, text = "" } = toldBy(message);
    if (kind === "alive") silence.heard();
    if (kind === "ready") markSaid();
    if (kind === "note") ports.onNote(text);
    if (kind === "refused") ports.onRefused(text);
  });
  return {
    pid: child.pid ?? -1,
    startedAt: Date.now(),
    ready: spec.probe === undefined ? said : Promise.race([spec.probe(), ended.then(never)]),
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

function toldBy(message: unknown): { readonly kind?: string; readonly text?: string } {
  return typeof message === "object" && message !== null ? message : {};
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
