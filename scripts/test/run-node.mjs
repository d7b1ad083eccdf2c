import { spawn } from "node:child_process";
import { join } from "node:path";
import { NODE, ROOT } from "../install.mjs";

/** Path of a file of an installed package. */
export const installed = (path) => join(ROOT, "node_modules", path);

/**
 * Environment for a cache of compiled code, because tests start hundreds of processes with the same
 * code.
 */
export const COMPILED = { NODE_COMPILE_CACHE: installed(".cache/compiled") };

/** Runs a script on the project's Node; resolves with its output when it has ended. */
export function runNode(args, env = {}) {
  const child = spawn(NODE, args, {
    cwd: ROOT,
    env: {
      ...process.env,
      PATH: `${installed(".bin")}:${process.env.PATH}`,
      NEXT_TELEMETRY_DISABLED: "1",
      ...COMPILED,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"])
    child[name].setEncoding("utf8").on("data", (text) => (output[name] += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, ...output }));
  });
}

/** Runs the works in order, at most `atOnce` of them at a time. */
export async function runAtOnce(works, atOnce) {
  const waiting = works.values();
  const lane = async () => {
    for (const work of waiting) await work();
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
