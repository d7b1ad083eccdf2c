import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { compileCache } from "@headwater/testkit/compile-cache";

const MAIN = join(import.meta.dirname, "../../main.ts");

export interface EdgeProcess {
  readonly child: ChildProcess;
  /** Null if the process ended before it listened. */
  readonly port: number | null;
  /** Resolves with the exit code or the signal. */
  readonly ended: Promise<number | string>;
  /** The lines on stderr that are not log lines. */
  readonly message: () => string;
}

/** Starts the edge as the supervisor does, in a process of its own, and waits until it listens. */
export async function startEdgeProcess(
  home: string,
  more: Readonly<Record<string, string>> = {},
): Promise<EdgeProcess> {
  const child = spawn(process.execPath, [MAIN], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: {
      ...compileCache(),
      HEADWATER_HOME: home,
      HEADWATER_ROLES: "edge",
      HEADWATER_EDGE_PORT: "0",
      HEADWATER_EDGE_RESERVE_MB: "1",
      // The edge must accept pings without its database.
      DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none",
      ...more,
    },
  });
  const ended = once(child, "close").then(([code, signal]) => (signal ?? code) as number | string);
  let message = "";
  const port = new Promise<number>((resolve) => {
    createInterface({ input: child.stderr as NodeJS.ReadableStream }).on("line", (line) => {
      if (!line.startsWith("{")) message += `${line}\n`;
      else if (line.includes('"edge is listening"')) resolve(JSON.parse(line).port);
    });
  });
  return {
    child,
    port: await Promise.race([port, ended.then(() => null)]),
    ended,
    message: () => message,
  };
}
