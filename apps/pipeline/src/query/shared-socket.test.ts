import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLogger, systemClock } from "@headwater/runtime";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepSocket } from "./shared-socket.ts";

let dir: string;
let path: string;
const closing: (() => Promise<void>)[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "headwater-socket-"));
  path = join(dir, "query.sock");
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  rmSync(dir, { recursive: true, force: true });
});

/** An instance that answers with its name. */
async function open(name: string): Promise<() => Promise<void>> {
  const close = await keepSocket(path, {
    clock: systemClock,
    logger: openLogger("query", "fatal"),
    open: () => createServer((_request, response) => response.end(name)),
  });
  closing.push(close);
  return close;
}

/** The name of the instance that answers; null if nobody does. */
function ask(): Promise<string | null> {
  return new Promise((resolve) => {
    const asking = request({ socketPath: path, agent: false }, (response) => {
      response.setEncoding("utf8").on("data", resolve);
    });
    asking.on("error", () => resolve(null)).end();
  });
}

test("the instance that lives keeps the socket, and another one follows it", async () => {
  const close = await open("first");
  await open("second");
  expect(await ask()).toBe("first");
  await close();
  await expect.poll(ask).toBe("second");
});

test("of many that open at once one answers, and the last that is left does in the end", async () => {
  const all = await Promise.all(["a", "b", "c", "d"].map(open));
  expect(await ask()).toMatch(/^[abcd]$/);
  for (const close of all.slice(0, 3)) await close();
  await expect.poll(ask).toBe("d");
});

test("what a killed process left is no hindrance, and nothing stays behind", async () => {
  writeFileSync(path, "no socket");
  const close = await open("first");
  expect(await ask()).toBe("first");
  await close();
  expect(readdirSync(dir)).toEqual([]);
  expect(await ask()).toBeNull();
});
