import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { compileCache } from "@headwater/testkit/compile-cache";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  canMount,
  onSmallDisk,
  pathSeenBy,
  type SmallDiskStack,
  startOnSmallDisk,
} from "./small-disk.ts";
import { commandLine, eventually, isAlive, processesOf, submit } from "./stack-client.ts";

const API_KEY = `hw_system_test_${randomUUID()}`;
const MIB = 1024 * 1024;
const RESERVE_MB = 96;

const START = resolve(import.meta.dirname, "../../../scripts/start.mjs");

/** A job as the API shows it. */
interface Job {
  readonly id: string;
  readonly status: number;
  readonly error: string;
}

/** Runs `npm start` on a disk on which files of others already take `taken` megabytes. */
function startOnTakenDisk(megabytes: number, taken: number) {
  const home = mkdtempSync(join(tmpdir(), "headwater-taken-disk-"));
  const options = ["--home", home, "--port", "0", "--edge-port", "0", "--demo", "off"];
  const [command = "", ...args] = [
    ...onSmallDisk(home, megabytes, taken),
    ...[process.execPath, START, ...options],
  ];
  const env = {
    ...compileCache(),
    PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
    HEADWATER_ROLES: "edge",
    HEADWATER_EDGE_RESERVE_MB: "1",
  };
  const child = spawn(command, args, { env });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (printed += text));
  const ended = new Promise((done) => child.once("close", done)).finally(() =>
    rmSync(home, { recursive: true }),
  );
  return { home, child, ended, output: () => printed.replaceAll(home, "HOME") };
}

describe.skipIf(!canMount())("the start on a disk that other files fill", () => {
  it("says in one sentence what to do if the disk has no free byte", async () => {
    const start = startOnTakenDisk(2, 2);
    expect(await start.ended).toBe(1);
    expect(start.output()).toBe(
      "The disk that holds HOME is full. Free some space on it, then start Headwater again.\n",
    );
  });

  it("waits while the database has too little room, says so, and is ready once it has room", async () => {
    const start = startOnTakenDisk(160, 155);
    const hasPrinted = (text: string) => async () => start.output().includes(text);
    await eventually(hasPrinted("the disk is full"), (is) => is);
    rmSync(join(pathSeenBy(start.child.pid, start.home), "foreign"));
    await eventually(hasPrinted("Headwater is ready"), (is) => is);
    expect(start.output().split("\n")[0]).toBe(
      "database ended (the disk is full); it starts again in 0.25 s.",
    );
    start.child.kill("SIGTERM");
    expect(await start.ended).toBe(0);
  });
});

describe.skipIf(!canMount())("the product on a disk of 1 GB", () => {
  let stack: SmallDiskStack;
  const accepted: string[] = [];
  beforeAll(async () => {
    stack = await startOnSmallDisk({
      megabytes: 1024,
      env: {
        HEADWATER_EDGE_RESERVE_MB: String(RESERVE_MB),
        HEADWATER_LOG_SEGMENT_MB: "4",
        HEADWATER_ADMIN_EMAIL: "admin@example.org",
        HEADWATER_ADMIN_PASSWORD: "a long enough one",
        HEADWATER_ADMIN_API_KEY: API_KEY,
      },
    });
  });
  afterAll(async () => {
    await stack.stop();
    stack.remove();
  });

  /** Posts a ping; returns its status, or 0 while no edge listens. */
  const ping = async (bytes = 2): Promise<number> => {
    const id = randomUUID();
    const body = JSON.stringify("x".repeat(bytes));
    const path = `/submit/small-disk/nothing/1/${id}`;
    const status = await submit(stack.edgeUrl, path, body).catch(() => 0);
    if (status === 200) accepted.push(id);
    return status;
  };
  // The edge reads the free space twice a second, and until then accepts pings that still fit.
  const untilRefused = () =>
    eventually(
      () => ping(),
      (status) => status === 507,
    );
  const untilAccepted = () =>
    eventually(
      () => ping(),
      (status) => status === 200,
    );
  const answer = async (path: string, init: RequestInit = {}): Promise<number> => {
    const headers = { authorization: `Key ${API_KEY}`, "content-type": "application/json" };
    const signal = AbortSignal.timeout(60_000);
    const response = await fetch(`${stack.url}${path}`, { headers, signal, ...init });
    return response.status;
  };
  const saveQuery = () => {
    const body = JSON.stringify({ name: "one", query: "SELECT 1", data_source_id: 1 });
    return answer("/api/queries", { method: "POST", body });
  };
  /** Runs a statement by the API; returns how its job ended: status 3 is success, 4 is failure. */
  const runToEnd = async (query: string): Promise<{ status: number; error: string }> => {
    const headers = { authorization: `Key ${API_KEY}`, "content-type": "application/json" };
    const body = JSON.stringify({ query, max_age: 0, data_source_id: 1 });
    const posted = await fetch(`${stack.url}/api/query_results`, { method: "POST", headers, body });
    let { job } = (await posted.json()) as { job: Job };
    while (job.status < 3) {
      await sleep(100);
      const polled = await fetch(`${stack.url}/api/jobs/${job.id}`, { headers });
      job = ((await polled.json()) as { job: Job }).job;
    }
    return { status: job.status, error: job.error };
  };
  const isUp = (health: number) => health === 200;
  const untilUp = () => eventually(() => answer("/api/health").catch(() => 0), isUp);
  /** The status of a stage as the API shows it. */
  const stage = async (name: string): Promise<string> => {
    const headers = { authorization: `Key ${API_KEY}` };
    const response = await fetch(`${stack.url}/api/v1/status`, { headers });
    const { stages } = (await response.json()) as { stages: { stage: string }[] };
    return JSON.stringify(stages.find((one) => one.stage === name));
  };
  const kill = (name: string): void => {
    const children = JSON.parse(readFileSync(join(stack.home, "run/children.json"), "utf8"));
    process.kill(children[name].pid, "SIGKILL");
  };
  const postmaster = (): number => {
    const [line = ""] = readFileSync(join(stack.home, "postgres/postmaster.pid"), "utf8").split(
      "\n",
    );
    return Number(line);
  };
  const ballast = () => readdirSync(stack.home).includes("ballast");
  const untilBallast = (isThere: boolean) =>
    eventually(
      async () => ballast(),
      (is) => is === isThere,
    );

  it("goes on with the room of the ballast when other files fill the disk, and names the problem", async () => {
    expect(await ping()).toBe(200);
    expect(await untilBallast(true)).toBe(true);
    stack.fill();
    kill("loader");
    expect(await untilRefused()).toBe(507);
    expect(await untilBallast(false)).toBe(false);
    expect(await saveQuery()).toBe(200);
    expect(await answer("/sign-in")).toBe(200);
    expect(
      await eventually(
        () => stage("edge"),
        (text) => text.includes("degraded"),
      ),
    ).toMatch(/Pings are refused\. The disk that holds \S+ is nearly full/);
    expect(stack.output()).toContain("is full: free some space on it");
  });

  it("restarts its processes on a disk without a free byte, and never ends", async () => {
    stack.fill();
    expect(stack.free()).toBe(0);
    kill("edge");
    process.kill(postmaster(), "SIGKILL");
    // While the database is down or restarts, a valid key gets no 401 and a request gets no 500.
    const answers = new Set<number>();
    for (let n = 0; n < 10; n += 1) answers.add(await answer("/api/queries"));
    expect([...answers].filter((status) => status !== 200 && status !== 503)).toEqual([]);
    // The new edge has no lock file yet, and perhaps no database.
    expect(await untilRefused()).toBe(507);
    stack.clear();
    expect(await untilUp()).toBe(200);
    expect(await untilAccepted()).toBe(200);
    expect(await untilBallast(true)).toBe(true);
    expect(processesOf(stack.home)).toContain(postmaster());
  });

  it("refuses pings at the limit of the edge, while all other parts work", async () => {
    stack.fill((RESERVE_MB + 24) * MIB);
    let status = 200;
    for (let n = 0; n < 400 && status === 200; n += 1) status = await ping(256 * 1024);
    expect(status).toBe(507);
    expect(stack.free()).toBeGreaterThan((RESERVE_MB / 2) * MIB);
    expect([await saveQuery(), await answer("/api/health")]).toEqual([200, 200]);
    stack.clear();
    expect(await untilAccepted()).toBe(200);
    expect(
      await eventually(
        () => stage("edge"),
        (text) => !text.includes("degraded"),
      ),
    ).toContain("running");
  });

  it("removes old results, stops a result that does not fit, and accepts pings meanwhile", async () => {
    // The room above the floor of results is enough for one result of this size and little more.
    stack.fill((2 * RESERVE_MB + 180) * MIB);
    const statuses = new Set<number>();
    const results = () => readdirSync(join(stack.home, "results")).length;
    for (const seed of [1, 2, 3]) {
      const job = await runToEnd(`SELECT hash(i + ${seed}000000000) h FROM range(14000000) t(i)`);
      expect(job).toEqual({ status: 3, error: "" });
      statuses.add(await ping());
    }
    expect(results()).toBeLessThanOrEqual(2);
    const tooMuch = await runToEnd("SELECT hash(i) h, hash(i + 1) g FROM range(40000000) t(i)");
    expect(tooMuch).toMatchObject({ status: 4, error: expect.stringMatching(/disk|larger than/) });
    statuses.add(await ping());
    expect([...statuses]).toEqual([200]);
    expect(stack.free()).toBeGreaterThan(RESERVE_MB * MIB);
    stack.clear();
    expect(await runToEnd("SELECT 1")).toEqual({ status: 3, error: "" });
  });

  it("has lost no ping that was answered with 200, and has kept its logs small", async () => {
    const { rows } = commandLine(stack.url, API_KEY);
    const sql =
      "SELECT document_id AS id FROM pipeline.rejected WHERE document_namespace = 'small-disk'";
    const landed = async () => new Set((await rows(sql)).map(({ id }) => String(id)));
    const lost = async () => {
      const found = await landed();
      return accepted.filter((id) => !found.has(id));
    };
    expect(await eventually(lost, (missing) => missing.length === 0)).toEqual([]);
    expect(accepted.length).toBeGreaterThan(50);
    const logs = join(stack.home, "logs");
    const sizes = readdirSync(logs).map((name) => statSync(join(logs, name)).size);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4 * MIB);
  });

  it("ends cleanly on a full disk", async () => {
    stack.fill();
    const pids = processesOf(stack.home);
    expect(pids.length).toBeGreaterThan(4);
    expect(await stack.stop()).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
  });
});
