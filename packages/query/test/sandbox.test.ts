import { mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { sandboxCommand } from "../src/sandbox/command.ts";
import { buildProgram } from "../src/sandbox/program.ts";
import { EXTRA_DESCRIPTOR, startSandboxed } from "../src/sandbox/sandboxed-process.ts";
import { systemCallFilter } from "../src/sandbox/system-calls.ts";

const folder = mkdtempSync(join(tmpdir(), "headwater-sandbox-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Tries the first steps of code that broke out of the engine, and reports over descriptor 3 which
// steps worked.
const PROBE = `
const { Socket, connect } = require("node:net");
const { spawnSync } = require("node:child_process");
const { fstatSync } = require("node:fs");
const { Worker } = require("node:worker_threads");
const open = [];
for (let fd = 4; fd < 64; fd += 1) try { if (fstatSync(fd).isFile()) open.push(fd); } catch {}
const spawned = spawnSync(process.execPath, ["--version"]);
const socket = connect(9, "127.0.0.1");
const thread = new Worker("require('node:worker_threads').parentPort.postMessage(1)", { eval: true });
const answers = {};
const tell = () => {
  if (answers.network === undefined || answers.thread === undefined) return;
  const body = Buffer.from(JSON.stringify({ ...answers, open, process: spawned.error?.code ?? "started" }));
  const head = Buffer.alloc(4);
  head.writeUInt32LE(body.length);
  new Socket({ fd: 3 }).write(Buffer.concat([head, body]));
};
socket.once("error", (error) => { answers.network = error.code; tell(); });
thread.once("message", () => { answers.thread = "runs"; tell(); });
`;

describe("code that breaks out of the engine, in bubblewrap with the filter of system calls", () => {
  it("can start no process and open no socket, gets no file of its parent, and may start threads", async () => {
    const program = await buildProgram(folder);
    const bundle = join(folder, "probe.cjs");
    const filter = join(folder, "filter.bpf");
    writeFileSync(bundle, PROBE);
    writeFileSync(filter, systemCallFilter() ?? "");
    const GIBIBYTE = 1024 ** 3;
    const spec = {
      argument: "{}",
      readable: [],
      writable: [],
      nice: 0,
      limits: {
        dataBytes: 4 * GIBIBYTE,
        addressBytes: 16 * GIBIBYTE,
        fileBytes: GIBIBYTE,
        cpuSeconds: 60,
      },
    };
    const choice = { kind: "bubblewrap", limitTool: "none", filter: EXTRA_DESCRIPTOR } as const;
    const command = sandboxCommand(choice, { ...program, bundle }, spec);
    const child = startSandboxed(command, openSync(filter, "r"));
    const report = new Promise((resolve) => child.onMessage(resolve));
    expect(await Promise.race([report, child.exited])).toEqual({
      process: "EPERM",
      network: "EPERM",
      thread: "runs",
      open: [],
    });
    child.kill();
  });
});

it("a machine whose system call numbers are not known has no filter", () => {
  expect(systemCallFilter("mips")).toBeNull();
});
