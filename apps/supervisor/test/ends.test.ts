import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { compileCache } from "@headwater/testkit/compile-cache";
import { afterAll, expect, test } from "vitest";
import { startStack } from "../../../scripts/stack.mjs";
import { eventually, isAlive, processesOf } from "./stack-client.ts";

const START = resolve(import.meta.dirname, "../../../scripts/start.mjs");
const STOP_MS = 10_000;
const home = mkdtempSync(join(tmpdir(), "headwater-ends-"));
const TWO_ROLES = {
  ...compileCache(),
  HEADWATER_ROLES: "edge,loader",
  HEADWATER_DEMO: "off",
  PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
};
/** An output that can't be written, because its disk is full. */
const FULL = existsSync("/dev/full") ? openSync("/dev/full", "w") : "ignore";

afterAll(() => rmSync(home, { recursive: true, force: true }));

const inTime = <T>(end: Promise<T>) => Promise.race([end, sleep(STOP_MS, "not in time")]);
const untilGone = (pids: readonly number[]) =>
  eventually(
    async () => pids.filter(isAlive),
    (left) => left.length === 0,
  );

test("the product goes on with closed outputs and stops as with a terminal, the database too", async () => {
  const stack = await startStack({ home });
  const pids = processesOf(home);
  expect(pids.length).toBeGreaterThanOrEqual(7);
  stack.closeOutput();
  // The end of a role makes the supervisor print a line.
  process.kill(pids[1] ?? 0, "SIGKILL");
  const isBack = async () => processesOf(home).length === pids.length;
  expect(await eventually(isBack, (is) => is)).toBe(true);
  const all = processesOf(home);
  process.kill(stack.pid ?? 0, "SIGINT");
  // A second signal during the stop changes nothing.
  expect(await inTime(stack.stop())).toBe(0);
  expect(all.filter(isAlive)).toEqual([]);
});

/**
 * Runs the script of `npm start` with two roles and an output that can't be written; resolves with
 * the process when `isThere` returns true.
 */
async function startUntil(isThere: () => boolean): Promise<ChildProcess> {
  const args = [START, "--home", home, "--port", "0", "--edge-port", "0"];
  const child = spawn(process.execPath, args, { env: TWO_ROLES, stdio: ["ignore", FULL, FULL] });
  await eventually(
    async () => isThere(),
    (is) => is,
  );
  return child;
}

const endOf = (child: ChildProcess) =>
  new Promise<number | string | null>((done) =>
    child.once("exit", (code, signal) => done(code ?? signal)),
  );
const postmaster = () => existsSync(join(home, "postgres/postmaster.pid"));

test("a stop before the product is ready ends the database that has just started", async () => {
  const child = await startUntil(postmaster);
  const end = endOf(child);
  const pids = processesOf(home);
  child.kill("SIGTERM");
  expect(await inTime(end)).toBe(0);
  expect(await untilGone(pids)).toEqual([]);
  expect(postmaster()).toBe(false);
});

test("all processes end by themselves when the script that started the product is killed", async () => {
  const child = await startUntil(() => processesOf(home).length === 4);
  const pids = processesOf(home);
  child.kill("SIGKILL");
  expect(await untilGone(pids)).toEqual([]);
  expect(postmaster()).toBe(false);
});
