import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const MODULE = join(import.meta.dirname, "index.ts");
const PRELUDE = `import { openLifecycle, openLogger } from ${JSON.stringify(MODULE)};
const life = openLifecycle({ logger: openLogger("test", "error"), graceMs: 1500 });
const say = (text) => process.stdout.write(text + "\\n");
setInterval(() => undefined, 1000);`;

/** Runs a script that prints `up`, then ends it; returns the printed lines and the exit code. */
async function endBy(
  script: string,
  end: "SIGTERM" | "disconnect" | "none",
): Promise<{ printed: string[]; code: number | null }> {
  const child = spawn(
    process.execPath,
    ["--input-type=module", "-e", `${PRELUDE}\n${script}\nsay("up");`],
    { stdio: ["ignore", "pipe", "ignore", "ipc"] },
  );
  let output = "";
  // After a disconnect from this side the child emits no `close`.
  const closed = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const flushed = new Promise((resolve) => child.stdout?.once("close", resolve));
  child.stdout?.on("data", (text: Buffer) => {
    output += text.toString();
    if (!output.includes("up\n")) return;
    if (end === "SIGTERM") child.kill("SIGTERM");
    if (end === "disconnect" && child.connected) child.disconnect();
  });
  const code = await closed;
  await flushed;
  return { printed: output.trim().split("\n"), code };
}

test("on SIGTERM the stop steps run last in, first out, and the process exits 0", async () => {
  const script = 'life.onStop(() => say("first")); life.onStop(async () => say("second"));';
  expect(await endBy(script, "SIGTERM")).toEqual({ printed: ["up", "second", "first"], code: 0 });
});

test("the loss of the supervisor's channel also ends the process", async () => {
  expect(await endBy('life.onStop(() => say("stopped"));', "disconnect")).toEqual({
    printed: ["up", "stopped"],
    code: 0,
  });
});

test("the other steps run even if a step fails", async () => {
  const script = 'life.onStop(() => say("first")); life.onStop(() => { throw new Error("no"); });';
  expect(await endBy(script, "SIGTERM")).toEqual({ printed: ["up", "first"], code: 1 });
});

test("a step that never ends is cut off after the grace time", async () => {
  expect((await endBy("life.onStop(() => new Promise(() => undefined));", "SIGTERM")).code).toBe(1);
});

test("an unhandled rejection is a bug and ends the process", async () => {
  expect(
    (await endBy('setTimeout(() => Promise.reject(new Error("bug")), 50);', "none")).code,
  ).toBe(1);
});

test("a process with closed outputs works on, and runs its stop steps at the end", async () => {
  const script = `console.log("to nobody"); console.error("to nobody");
    const logger = openLogger("test", "info");
    const lines = setInterval(() => { logger.info("to nobody"); console.error("to nobody"); }, 5);
    life.onStop(() => { clearInterval(lines); process.send("stopped"); });
    setTimeout(() => process.send("alive"), 300);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", `${PRELUDE}\n${script}`], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  child.stdout?.destroy();
  child.stderr?.destroy();
  const printed: unknown[] = [];
  child.on("message", (message) => {
    printed.push(message);
    if (message === "alive") child.kill("SIGTERM");
  });
  const code = await new Promise((resolve) => child.once("exit", resolve));
  expect({ printed, code }).toEqual({ printed: ["alive", "stopped"], code: 0 });
});
