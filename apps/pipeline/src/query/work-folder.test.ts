import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openWorkFolder } from "./work-folder.ts";

const parent = join(mkdtempSync(join(tmpdir(), "headwater-work-")), "query");
afterAll(() => rmSync(join(parent, ".."), { recursive: true, force: true }));

const now = new Date();
const DAY_MS = 86_400_000;

test("a process gets a folder of its own, and only abandoned folders are removed", async () => {
  for (const name of ["seeds", "workers", "7@here", "8@here", "9@here", "8@there", "9@there"]) {
    mkdirSync(join(parent, name), { recursive: true });
    writeFileSync(join(parent, name, "file"), name);
  }
  const old = new Date(now.getTime() - DAY_MS - 60_000);
  for (const name of ["seeds", "9@here", "9@there"]) utimesSync(join(parent, name), old, old);
  const folder = await openWorkFolder(parent, {
    owner: { host: "here", pid: 7 },
    shared: ["seeds"],
    now,
    isAlive: (pid) => pid === 9,
  });
  expect(folder).toBe(join(parent, "7@here"));
  expect(readdirSync(parent).toSorted()).toEqual(["8@there", "9@here", "seeds"]);
});

test("the name of a host is turned into a valid folder name", async () => {
  const folder = await openWorkFolder(parent, {
    owner: { host: "a/b c", pid: 1 },
    shared: ["seeds"],
    now,
    isAlive: () => true,
  });
  expect(folder).toBe(join(parent, "1@a_b_c"));
});
