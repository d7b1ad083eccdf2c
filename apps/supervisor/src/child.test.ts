import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Child, superviseChild } from "./child.ts";
import { openLogFolder } from "./log-folder.ts";

// Says that it is ready, then hangs in its first run and stays well in the next.
const PROGRAM = `
  const { existsSync, writeFileSync } = require("node:fs");
  const first = !existsSync(process.argv[2]);
  let signs = 0;
  const note = () => writeFileSync(process.argv[2], process.pid + " " + signs);
  note();
  process.send({ kind: "ready" });
  setInterval(() => { process.send({ kind: "alive" }); signs += 1; note(); }, 50);
  if (first) setTimeout(() => { for (;;); }, 200);
`;

// Prints 40 MB and says so.
const TALKER = `
  const megabyte = ("x".repeat(1023) + "\\n").repeat(1024);
  for (let n = 0; n < 40; n += 1) process.stdout.write(megabyte);
  process.stdout.write("end", () => process.send({ kind: "ready" }));
  setInterval(() => undefined, 1000);
`;

const SILENT_MS = 2000;

const SILENT = { onNote: () => undefined, onRefused: () => undefined };

describe("a supervised process", () => {
  let folder: string;
  let child: Child | null = null;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "headwater-child-"));
  });
  afterEach(async () => {
    await child?.stop(1000);
    rmSync(folder, { recursive: true });
  });

  it("is killed and started again when it hangs, and left alone while it gives signs of life", async () => {
    const program = join(folder, "program.cjs");
    const mark = join(folder, "pid");
    writeFileSync(program, PROGRAM);
    const ends: string[] = [];
    const pids: number[] = [];
    child = superviseChild(
      {
        name: "stage",
        file: process.execPath,
        args: [program, mark],
        cwd: folder,
        env: {},
        silentMs: SILENT_MS,
      },
      {
        log: { write: () => undefined },
        onEnded: (_, reason) => ends.push(reason),
        onStarted: (_, pid) => pids.push(pid),
        ...SILENT,
      },
    );
    await child.ready;
    await expect.poll(() => pids.length).toBe(2);
    expect(ends).toEqual(["it hung"]);
    // So many signs of life take longer than the silence that would end it.
    const signsOf = (pid: number | undefined): number => {
      const [owner, signs] = readFileSync(mark, "utf8").split(" ").map(Number);
      return owner === pid ? (signs ?? 0) : 0;
    };
    await expect.poll(() => signsOf(pids[1])).toBeGreaterThan(SILENT_MS / 50);
    expect(pids).toHaveLength(2);
  });

  it("passes on what it has to say to the person who started the product", async () => {
    const program = join(folder, "program.cjs");
    const told = ["note", "refused"].map((kind) => ({ kind, text: `a ${kind}` }));
    writeFileSync(
      program,
      `for (const one of ${JSON.stringify(told)}) process.send(one); process.send({ kind: "ready" });`,
    );
    const heard: string[] = [];
    child = superviseChild(
      { name: "stage", file: process.execPath, args: [program], cwd: folder, env: {} },
      {
        log: { write: () => undefined },
        onEnded: () => undefined,
        onStarted: () => undefined,
        onNote: (text) => heard.push(text),
        onRefused: (text) => heard.push(text),
      },
    );
    await child.ready;
    expect(heard).toEqual(["a note", "a refused"]);
  });

  it("fills no disk with what it prints", async () => {
    const program = join(folder, "program.cjs");
    writeFileSync(program, TALKER);
    const maxBytes = 1024 * 1024;
    const logs = openLogFolder({ dir: join(folder, "logs"), maxBytes, onTrouble: () => undefined });
    child = superviseChild(
      { name: "talker", file: process.execPath, args: [program], cwd: folder, env: {} },
      { log: logs.file("talker"), onEnded: () => undefined, onStarted: () => undefined, ...SILENT },
    );
    await child.ready;
    await logs.close();
    const files = readdirSync(join(folder, "logs"));
    expect(files.sort()).toEqual(["talker.log", "talker.log.1"]);
    for (const name of files)
      expect(statSync(join(folder, "logs", name)).size).toBeLessThanOrEqual(maxBytes);
  });
});
