import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";

const home = mkdtempSync(join(tmpdir(), "headwater-home-"));
const run = join(home, "run");
const running: ChildProcess[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(end));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const SCRIPT = `import { lockHome } from ${JSON.stringify(join(import.meta.dirname, "home.ts"))};
process.once("message", () => {
  try {
    const lock = lockHome({ home: ${JSON.stringify(home)}, paths: { run: ${JSON.stringify(run)} }, publicUrl: "http://here" });
    process.on("message", () => { lock.release(); process.send("released"); });
    process.send("held");
  } catch (error) { process.send(error.message); }
});
process.send("up");`;

const next = (child: ChildProcess) =>
  new Promise<string>((resolve) => child.once("message", (message) => resolve(String(message))));

/** Starts a process that tries to lock the home at a message and answers with the outcome. */
async function contender(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", SCRIPT], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  running.push(child);
  await next(child);
  return child;
}

function end(child: ChildProcess): Promise<void> {
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  child.kill("SIGKILL");
  return ended;
}

function compete(child: ChildProcess): Promise<string> {
  const answer = next(child);
  child.send("go");
  return answer;
}

const locks = () => readdirSync(run).filter((name) => name.startsWith("supervisor."));

test("one of many simultaneous starts takes the home over from a dead holder", async () => {
  mkdirSync(run, { recursive: true });
  let holder: number | undefined;
  for (let round = 0; round < 6; round += 1) {
    const all = await Promise.all(Array.from({ length: 8 }, contender));
    const answers = await Promise.all(all.map(compete));
    const winner = all[answers.indexOf("held")];
    expect(answers.filter((text) => text === "held")).toHaveLength(1);
    for (const text of answers.filter((one) => one !== "held"))
      expect(text).toContain(`in use by another Headwater: process ${winner?.pid} at http://here`);
    // The holder of the last round is dead now, so that its lock must not refuse anybody.
    expect(winner?.pid).not.toBe(holder);
    holder = winner?.pid;
    await Promise.all(running.splice(0).map(end));
    expect(locks().filter((name) => name.startsWith("supervisor.lock."))).toHaveLength(1);
  }
});

test("a released home is free while its last holder still runs", async () => {
  const first = await contender();
  expect(await compete(first)).toBe("held");
  expect(JSON.parse(readFileSync(join(run, "supervisor.json"), "utf8"))).toMatchObject({
    pid: first.pid,
    url: "http://here",
  });
  expect(await compete(first)).toBe("released");
  expect(locks()).not.toContain("supervisor.json");
  expect(await compete(await contender())).toBe("held");
});

test("a lock file that can't be read stops no start", async () => {
  for (const name of locks()) rmSync(join(run, name));
  writeFileSync(join(run, "supervisor.lock.3"), "half a te");
  expect(await compete(await contender())).toBe("held");
  expect(locks().toSorted()).toEqual(["supervisor.json", "supervisor.lock.4"]);
});
