// Starts a complete Headwater with a separate home, like `npm start`, for tests, screenshots and
// measurements.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./install.mjs";

const READY = /Headwater is ready: (http:\S+)/;
const LINK = /Sign in once with: (http:\S+)/;
const EDGE = /Edge\s+(http:\/\/[^/\s]+)/;

/**
 * Starts a stack; resolves when it is ready.
 * @param {{ home?: string, demo?: "on" | "off", env?: Record<string, string>, within?: readonly
 * string[] }} [options]
 */
export async function startStack({
  home = mkdtempSync(join(tmpdir(), "headwater-stack-")),
  demo = "off",
  env = {},
  within = [],
} = {}) {
  const child = spawnStart(home, demo, { env, within });
  let output = "";
  const ended = new Promise((resolve) =>
    child.once("exit", (code, signal) => resolve(code ?? signal)),
  );
  const ready = new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (text) => {
        output += text;
        if (READY.test(output)) setTimeout(resolve, 50);
      });
    }
    void ended.then((code) =>
      reject(new Error(`Headwater ended with ${code} before it was ready:\n${output}`)),
    );
    setTimeout(
      () => reject(new Error(`Headwater was not ready in time:\n${output}`)),
      240_000,
    ).unref();
  });
  await ready;
  return {
    home,
    pid: child.pid,
    url: READY.exec(output)?.[1] ?? "",
    edgeUrl: EDGE.exec(output)?.[1] ?? "",
    signInUrl: LINK.exec(output)?.[1] ?? null,
    output: () => output,
    closeOutput: () => {
      child.stdout.destroy();
      child.stderr.destroy();
    },
    /** Stops the stack like a person would; resolves with the exit code. */
    stop: () => {
      child.kill("SIGTERM");
      return ended;
    },
    /** Removes all state. */
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

function spawnStart(home, demo, { env, within }) {
  const [command = process.execPath, ...args] = [
    ...within,
    process.execPath,
    join(ROOT, "scripts/start.mjs"),
    "--home",
    home,
    "--port",
    env.HEADWATER_PORT ?? "0",
    "--edge-port",
    env.HEADWATER_EDGE_PORT ?? "0",
    "--demo",
    demo,
  ];
  return spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}
