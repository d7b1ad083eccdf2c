import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Child, superviseChild } from "./child.ts";
import { openLogFolder } from "./log-folder.ts";

// The program reports that it is ready, then hangs in its first run and works in the next run.
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

// The program prints 40 MB, then reports that it is ready.
const PRINTER = `
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

  it("is killed and started again when it hangs, and goes on while it gives signs of life", async () => {
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
    // The program needs longer for these signs than the silence that would end it.
    const signsOf = (pid: number | undefined): number => {
      const [owner, signs] = readFileSync(mark, "utf8").split(" ").map(Number);
      return owner === pid ? (signs ?? 0) : 0;
    };
    await expect.poll(() => signsOf(pids[1])).toBeGreaterThan(SILENT_MS / 50);
    expect(pids).toHaveLength(2);
  });

  it("can send notes and refusals to the person who started the product", async () => {
    const program = join(folder, "program.cjs");
    const messages = ["note", "refused"].map((kind) => ({ kind, text: `a ${kind}` }));
    writeFileSync(
      program,
      `for (const one of ${JSON.stringify(messages)}) process.send(one); process.send({ kind: "ready" });`,
    );
    const received: string[] = [];
    child = superviseChild(
      { name: "stage", file: process.execPath, args: [program], cwd: folder, env: {} },
      {
        log: { write: () => undefined },
        onEnded: () => undefined,
        onStarted: () => undefined,
        onNote: (text) => received.push(text),
        onRefused: (text) => received.push(text),
      },
    );
    await child.ready;
    expect(received).toEqual(["a note", "a refused"]);
  });

  it("does not fill the disk with its output", async () => {
    const program = join(folder, "program.cjs");
    writeFileSync(program, PRINTER);
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
