import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";

const MODULE = JSON.stringify(join(import.meta.dirname, "stop.ts"));
const PRELUDE = `import { openStop } from ${MODULE};
const say = (text) => process.stdout.write(text + "\\n");
const stop = openStop({
  totalMs: 1500,
  onBegin: (code) => say("begins with " + code),
  onFailure: (error) => say("failed: " + error.message),
});
stop.onStop(() => say("database"));
setInterval(() => undefined, 1000);`;

/**
 * Runs a program and returns its output and exit code; sends it the signals when it prints `up`.
 */
async function run(script: string, signals: readonly NodeJS.Signals[] = []) {
  const args = ["--input-type=module", "-e", `${PRELUDE}\n${script}\nsay("up");`];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout?.on("data", (text: Buffer) => {
    if (!said.includes("up") && text.includes("up"))
      for (const signal of signals) child.kill(signal);
    said += text.toString();
  });
  const [code] = await once(child, "close");
  return { said: said.trim().split("\n").slice(1), code };
}

const THROWS = 'stop.onStop(() => { throw new Error("no"); });';
const HANGS = "stop.onStop(() => new Promise(() => undefined));";

test("the database's step runs although one step throws and another one never ends", async () => {
  expect(await run(`${HANGS}${THROWS}`, ["SIGTERM"])).toEqual({
    said: ["begins with 0", "failed: no", "failed: a step of the stop took too long", "database"],
    code: 0,
  });
});

test("further signals during the stop change nothing", async () => {
  const slow = "stop.onStop(() => new Promise((done) => setTimeout(done, 300)));";
  expect(await run(slow, ["SIGINT", "SIGTERM", "SIGHUP"])).toEqual({
    said: ["begins with 0", "database"],
    code: 0,
  });
});

test.each([
  ["an uncaught error", 'setTimeout(() => { throw new Error("bug"); }, 50);'],
  ["an unhandled rejection", 'setTimeout(() => Promise.reject(new Error("bug")), 50);'],
])("after %s the product stops in order, too", async (_name, bug) => {
  expect(await run(bug)).toEqual({ said: ["failed: bug", "begins with 1", "database"], code: 1 });
});

test("a step that is added during the stop runs, too: a start was in progress", async () => {
  const late = 'stop.onStop(() => { stop.onStop(() => say("late")); });';
  expect(await run(late, ["SIGTERM"])).toEqual({
    said: ["begins with 0", "late", "database"],
    code: 0,
  });
});
