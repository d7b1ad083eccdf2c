import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LogFolder, openLogFolder } from "./log-folder.ts";

const LIMIT = 10_000;

describe("the logs of the product", () => {
  let home: string;
  let dir: string;
  let logs: LogFolder;
  let troubles: (string | null)[];
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "headwater-logs-"));
    dir = join(home, "logs");
    troubles = [];
    logs = openLogFolder({ dir, maxBytes: LIMIT, onTrouble: (reason) => troubles.push(reason) });
  });
  afterEach(async () => {
    await logs.close();
    rmSync(home, { recursive: true });
  });
  const read = (name: string) => readFileSync(join(dir, name), "utf8");
  const lines = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => `line ${from + index}\n`).join("");

  it("take at most the room of two files of the limit, and end with the newest lines", async () => {
    const log = logs.file("edge");
    for (let round = 0; round < 200; round += 1) {
      log.write(lines(round * 50, 50));
      if (round % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await logs.close();
    expect(readdirSync(dir).sort()).toEqual(["edge.log", "edge.log.1"]);
    for (const name of readdirSync(dir))
      expect(statSync(join(dir, name)).size).toBeLessThanOrEqual(LIMIT);
    expect(`${read("edge.log.1")}${read("edge.log")}`.endsWith(lines(9000, 1000))).toBe(true);
    expect(troubles).toEqual([]);
  });

  it("continue in an existing file and count its size", async () => {
    logs.file("edge").write("before\n");
    await logs.close();
    logs = openLogFolder({ dir, maxBytes: LIMIT, onTrouble: () => undefined });
    logs.file("edge").write("after\n");
    await logs.close();
    expect(read("edge.log")).toBe("before\nafter\n");
  });

  // Three obstacles: a full disk, a file in the place of the folder, a folder in that of the file.
  it.each<[string, () => void]>([
    ["the disk is full", () => symlinkSync("/dev/full", join(dir, "edge.log"))],
    ["the folder is a file", () => writeFileSync(dir, "")],
    ["the file is a folder", () => symlinkSync(tmpdir(), join(dir, "edge.log"))],
  ])("wait while %s, report this once, and lose no waiting line", async (_name, obstruct) => {
    const isFolder = obstruct.toString().includes("writeFileSync");
    if (!isFolder) {
      logs.file("first").write("x\n");
      await expect.poll(() => existsSync(join(dir, "first.log"))).toBe(true);
    }
    obstruct();
    const [one, other] = [logs.file("edge"), logs.file("loader")];
    one.write("first\n");
    if (isFolder) other.write("first\n");
    await expect.poll(() => troubles.length).toBe(1);
    one.write("second\n");
    rmSync(isFolder ? dir : join(dir, "edge.log"));
    await expect.poll(() => troubles.length).toBe(2);
    expect([typeof troubles[0], troubles[1]]).toEqual(["string", null]);
    await expect.poll(() => read("edge.log")).toBe("first\nsecond\n");
  });

  it("begin a new file after somebody moved the file or removed the folder", async () => {
    const log = logs.file("edge");
    log.write("one\n");
    await expect.poll(() => existsSync(join(dir, "edge.log"))).toBe(true);
    renameSync(dir, join(home, "moved"));
    const isBack = () => {
      log.write("again\n");
      return existsSync(join(dir, "edge.log"));
    };
    await expect.poll(isBack, { interval: 200 }).toBe(true);
    expect(troubles).toEqual([]);
  });

  it("say how many bytes are left out when lines come faster than the disk takes them", async () => {
    const onTrouble = (reason: string | null) => troubles.push(reason);
    logs = openLogFolder({ dir, maxBytes: 16 * 1024 * 1024, onTrouble });
    writeFileSync(dir, "");
    const log = logs.file("edge");
    const megabyte = `${"x".repeat(1024 * 1024 - 1)}\n`;
    for (let n = 0; n < 12; n += 1) log.write(megabyte);
    await expect.poll(() => troubles.length).toBe(1);
    rmSync(dir);
    await expect.poll(() => troubles.length).toBe(2);
    // The log names the number of missing bytes as soon as another line can be written.
    const isNamed = () => {
      log.write("after\n");
      return /\d{7} bytes of log are left out here/.test(read("edge.log"));
    };
    await expect.poll(isNamed).toBe(true);
  });
});
