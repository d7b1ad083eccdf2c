import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";

const MODULE = JSON.stringify(join(import.meta.dirname, "stop.ts"));
const PRELUDE = `import { openStop } from ${MODULE};
const print = (text) => process.stdout.write(text + "\\n");
const stop = openStop({
  totalMs: 1500,
  onBegin: (code) => print("begins with " + code),
  onFailure: (error) => print("failed: " + error.message),
});
stop.onStop(() => print("database"));
setInterval(() => undefined, 1000);`;

/**
 * Runs a program and returns its output and exit code; sends it the signals when it prints `up`.
 */
async function run(script: string, signals: readonly NodeJS.Signals[] = []) {
  const args = ["--input-type=module", "-e", `${PRELUDE}\n${script}\nprint("up");`];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout?.on("data", (text: Buffer) => {
    if (!output.includes("up") && text.includes("up"))
      for (const signal of signals) child.kill(signal);
    output += text.toString();
  });
  const [code] = await once(child, "close");
  return { output: output.trim().split("\n").slice(1), code };
}

const THROWS = 'stop.onStop(() => { throw new Error("no"); });';
const HANGS = "stop.onStop(() => new Promise(() => undefined));";

test("the database's step runs although one step throws and another one never ends", async () => {
  expect(await run(`${HANGS}${THROWS}`, ["SIGTERM"])).toEqual({
    output: ["begins with 0", "failed: no", "failed: a step of the stop took too long", "database"],
    code: 0,
  });
});

test("further signals during the stop change nothing", async () => {
  const slow = "stop.onStop(() => new Promise((done) => setTimeout(done, 300)));";
  expect(await run(slow, ["SIGINT", "SIGTERM", "SIGHUP"])).toEqual({
    output: ["begins with 0", "database"],
    code: 0,
  });
});

test.each([
  ["an uncaught error", 'setTimeout(() => { throw new Error("bug"); }, 50);'],
  ["an unhandled rejection", 'setTimeout(() => Promise.reject(new Error("bug")), 50);'],
])("after %s the product stops in order, too", async (_name, bug) => {
  expect(await run(bug)).toEqual({ output: ["failed: bug", "begins with 1", "database"], code: 1 });
});

test("a step that is added during the stop runs, too: a start was in progress", async () => {
  const late = 'stop.onStop(() => { stop.onStop(() => print("late")); });';
  expect(await run(late, ["SIGTERM"])).toEqual({
    output: ["begins with 0", "late", "database"],
    code: 0,
  });
});
