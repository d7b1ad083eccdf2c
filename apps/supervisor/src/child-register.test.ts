import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openChildRegister } from "./child-register.ts";

test("a register that can't be written now is written later and ends no process", async () => {
  const home = mkdtempSync(join(tmpdir(), "headwater-register-"));
  const run = join(home, "run");
  const register = openChildRegister(run);
  register.record("edge", process.pid);
  mkdirSync(run);
  const file = join(run, "children.json");
  await expect.poll(() => existsSync(file)).toBe(true);
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ edge: { pid: process.pid } });
  rmSync(home, { recursive: true });
});
