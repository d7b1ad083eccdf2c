import { execFileSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tempDir } from "./lab.ts";

const FILL = join(import.meta.dirname, "fill-disk.ts");

/** Runs a shell command as root of a new mount namespace. */
const inNamespace = (line: string, args: readonly string[]) =>
  execFileSync("unshare", ["-Urm", "sh", "-c", line, "sh", ...args], { encoding: "utf8" });

function canMount(): boolean {
  try {
    inNamespace("mount -t tmpfs tmpfs /mnt", []);
    return true;
  } catch {
    process.stderr.write("skipped: this machine does not let us mount a small disk to fill\n");
    return false;
  }
}

describe.skipIf(!canMount())("embedded log on a small disk", () => {
  it("L25 F3 refuses with `full`, stays readable, and accepts appends again when space is free", async () => {
    const dir = await tempDir();
    const line = 'mount -t tmpfs -o size=3m tmpfs "$1" && exec "$2" "$3" "$1"';
    const report = JSON.parse(inNamespace(line, [dir, process.execPath, FILL]));
    await rm(dir, { recursive: true, force: true });
    expect(report.whileFull).toBeGreaterThan(100);
    expect(report).toMatchObject({ codes: ["full"], readable: true, after: 20, same: true });
  });
});
