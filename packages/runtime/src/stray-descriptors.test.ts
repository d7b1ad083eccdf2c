import { spawnSync } from "node:child_process";
import { openSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const module = join(import.meta.dirname, "stray-descriptors.ts");
// The child's own child reports which descriptors above 3 it has inherited.
const CHILD = `
  const { spawnSync } = require("node:child_process");
  const look = "for (let fd = 4; fd < 90; fd += 1) try { if (require('node:fs').fstatSync(fd).isFile()) console.log(fd); } catch {}";
  import(${JSON.stringify(module)}).then(({ closeStrayDescriptors }) => {
    if (process.argv[1] === "close") closeStrayDescriptors();
    const stdio = ["ignore", "inherit", "inherit"];
    spawnSync("sh", ["-c", "ls /proc/self/fd | sort -n | tr '\\\\n' ' '"], { stdio });
    process.exit(0);
  });
`;

const descriptors = (mode: string) => {
  const stdio = Array.from({ length: 31 }, (_, fd) => {
    if (fd === 1) return "pipe" as const;
    return fd === 30 ? openSync(module, "r") : ("ignore" as const);
  });
  const { stdout } = spawnSync(process.execPath, ["-e", CHILD, mode], { stdio });
  return String(stdout).trim().split(" ").map(Number);
};

it("a descriptor that the parent left open is not passed to children", () => {
  expect(descriptors("keep")).toContain(30);
  expect(descriptors("close")).not.toContain(30);
});
