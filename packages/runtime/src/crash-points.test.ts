import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const MODULE = join(import.meta.dirname, "crash-points.ts");
const script = (crashAt: string | undefined, passes: string[]) =>
  `import { openCrashPoint } from ${JSON.stringify(MODULE)}; const pass = openCrashPoint(${JSON.stringify(crashAt) ?? "undefined"}); for (const name of ${JSON.stringify(passes)}) { pass(name); console.log(name); }`;
const run = (crashAt: string | undefined, passes: string[]) =>
  spawnSync(process.execPath, ["--input-type=module", "-e", script(crashAt, passes)], {
    encoding: "utf8",
  });

test("the process is killed at the nth pass of the named point and no earlier", () => {
  const { signal, stdout } = run("L3:2", ["L1", "L3", "L2", "L3", "L4"]);
  expect(signal).toBe("SIGKILL");
  expect(stdout.trim().split("\n")).toEqual(["L1", "L3", "L2"]);
});

test("the first of several points that is due kills the process", () => {
  const { signal, stdout } = run("E2:3,L3,L1:2", ["L1", "E2", "L1", "L3"]);
  expect(signal).toBe("SIGKILL");
  expect(stdout.trim().split("\n")).toEqual(["L1", "E2"]);
});

test("without a named point nothing happens", () => {
  expect(
    execFileSync(process.execPath, ["--input-type=module", "-e", script(undefined, ["L1"])], {
      encoding: "utf8",
    }),
  ).toBe("L1\n");
});
