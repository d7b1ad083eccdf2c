import { spawn } from "node:child_process";
import type { Duplex } from "node:stream";
import { openChannel } from "./channel.ts";

/** A running sandboxed process. */
export interface SandboxedProcess {
  readonly pid: number | undefined;
  send(message: unknown): void;
  /** Sets the only listener, which at once gets the messages that came earlier. */
  onMessage(listener: (message: unknown) => void): void;
  /** Resolves with the shell's exit code: 128 + n for signal n. */
  readonly exited: Promise<number>;
  /** Sends SIGKILL; bubblewrap and unshare also end their children. */
  kill(): void;
}

/** The descriptor on which the process gets the file that `startSandboxed` passes. */
export const EXTRA_DESCRIPTOR = 4;

/**
 * Starts a command with a message channel on descriptor 3 and, if given, a file on descriptor 4;
 * printed output is dropped.
 */
export function startSandboxed(
  command: readonly string[],
  extra: number | null = null,
): SandboxedProcess {
  const [file = "", ...args] = command;
  const child = spawn(file, args, {
    // Output is ignored, because hostile SQL can print (profiling, logging), and the protocol uses
    // descriptor 3 only.
    stdio: ["ignore", "ignore", "ignore", "pipe", ...(extra === null ? [] : [extra])],
    env: { NODE_ENV: "production", PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin" },
  });
  let listener: ((message: unknown) => void) | null = null;
  const early: unknown[] = [];
  const exited = new Promise<number>((resolve) => {
    child.once("error", () => resolve(127));
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signal === "SIGKILL" ? 9 : 6)));
  });
  // `stdio` above makes descriptor 3 a socket pair.
  const stream = child.stdio[3] as Duplex | null | undefined;
  const channel =
    stream === null || stream === undefined
      ? null
      : openChannel(stream, (message) => (listener ? listener(message) : early.push(message)));
  return {
    pid: child.pid,
    send: (message) => void channel?.send(message),
    onMessage(next) {
      listener = next;
      for (const message of early.splice(0)) next(message);
    },
    exited,
    kill: () => void child.kill("SIGKILL"),
  };
}
