import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLogger, systemClock } from "@headwater/runtime";
import { afterEach, beforeEach, expect, test } from "vitest";
import { shareSocket } from "./shared-socket.ts";

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

/** Opens an instance that answers with its name. */
async function open(name: string): Promise<() => Promise<void>> {
  const close = await shareSocket(path, {
    clock: systemClock,
    logger: openLogger("query", "fatal"),
    open: () => createServer((_request, response) => response.end(name)),
  });
  closing.push(close);
  return close;
}

/** Returns the name of the instance that answers; null if no instance answers. */
function ask(): Promise<string | null> {
  return new Promise((resolve) => {
    const asking = request({ socketPath: path, agent: false }, (response) => {
      response.setEncoding("utf8").on("data", resolve);
    });
    asking.on("error", () => resolve(null)).end();
  });
}

test("a running instance keeps the socket, and another one takes it over after its end", async () => {
  const close = await open("first");
  await open("second");
  expect(await ask()).toBe("first");
  await close();
  await expect.poll(ask).toBe("second");
});

test("one of several simultaneous instances answers, and in the end the last one that runs", async () => {
  const all = await Promise.all(["a", "b", "c", "d"].map(open));
  expect(await ask()).toMatch(/^[abcd]$/);
  for (const close of all.slice(0, 3)) await close();
  await expect.poll(ask).toBe("d");
});

test("a file of a killed process is replaced, and no file is left after the end", async () => {
  writeFileSync(path, "no socket");
  const close = await open("first");
  expect(await ask()).toBe("first");
  await close();
  expect(readdirSync(dir)).toEqual([]);
  expect(await ask()).toBeNull();
});
