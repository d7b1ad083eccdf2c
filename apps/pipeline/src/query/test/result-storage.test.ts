import { existsSync } from "node:fs";
import { join } from "node:path";
import { getExecution, listStoredResults } from "@headwater/db/executions";
import type { Execution } from "@headwater/domain";
import { openLogger, systemClock } from "@headwater/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLiveExecutions } from "../live-executions.ts";
import { openResultStorage } from "../result-storage.ts";
import { openQueryLab, type QueryLab } from "./query-lab.ts";

const MIB = 1024 ** 2;
let lab: QueryLab;

beforeAll(async () => {
  lab = await openQueryLab({
    HEADWATER_QUERY_WORKERS: "2",
    HEADWATER_QUERY_THREADS: "1",
    HEADWATER_RESULTS_PERSON_MB: "10",
    HEADWATER_RESULTS_MB: "100",
  });
});

afterAll(() => lab.close());

// The rows of one `four` take about four megabytes, because they can't be compressed.
const megabytes = (four: number, seed: number) =>
  `SELECT hash(i + ${seed}) FROM range(${four * 500_000}) t(i)`;
const isStored = ({ id }: Execution) => existsSync(join(lab.config.paths.results, id));

describe("results of one person", () => {
  it("beyond the quota replace the oldest results", async () => {
    const runs: Execution[] = [];
    for (const seed of [1, 2, 3, 4]) {
      runs.push((await lab.run(megabytes(1, seed * 1e9))).execution);
    }
    expect(runs.map(({ state }) => state)).toEqual(runs.map(() => "finished"));
    // The files of the old results are removed a moment after the answer.
    await expect.poll(() => runs.map(isStored)).toEqual([false, false, true, true]);
    expect((await getExecution(lab.database, runs[0]?.id ?? ""))?.resultId).toBeNull();
    const kept = await listStoredResults(lab.database);
    expect(kept.map(({ id }) => id).sort()).toEqual(
      runs
        .slice(2)
        .map(({ id }) => id)
        .sort(),
    );
  });

  it("that are larger than the quota are refused, and results of others stay", async () => {
    const { execution: other } = await lab.run(megabytes(1, 9e9), { user: "bob" });
    const { execution } = await lab.run(megabytes(5, 7e9), { timeoutMs: 30_000 });
    expect(execution).toMatchObject({ state: "failed", error: { code: "too_large" } });
    expect(isStored(execution)).toBe(false);
    expect(isStored(other)).toBe(true);
  });
});

describe("the result storage on a disk that fills", () => {
  const reads: string[] = [];
  const openStorage = (free: { bytes: number }) => {
    const live = openLiveExecutions();
    const storage = openResultStorage({
      clock: systemClock,
      database: lab.database,
      live,
      logger: openLogger("query", "fatal"),
      resultsRoot: lab.config.paths.results,
      reserveBytes: 100 * MIB,
      limits: { total: 1e12, person: 1e12, one: 1e12 },
      freeBytes: () => free.bytes,
      stopReading: () => void reads.push("stopped"),
    });
    return { storage, live };
  };

  it("removes results, then refuses new results, and accepts them again when the disk has room", async () => {
    await lab.run(megabytes(1, 11e9), { user: "bob" });
    const free = { bytes: 199 * MIB };
    const { storage } = openStorage(free);
    expect(await storage.admit("ann")).toHaveProperty("byteLimit");
    free.bytes = 100 * MIB;
    await expect.poll(() => listStoredResults(lab.database)).toEqual([]);
    await expect.poll(() => storage.admit("ann")).toMatchObject({ error: { code: "disk_full" } });
    expect(() => storage.assertSpace(MIB)).toThrow("The disk has no room");
    free.bytes = 300 * MIB;
    reads.length = 0;
    expect(await storage.admit("ann")).toMatchObject({ byteLimit: 100 * MIB });
    storage.close();
  });

  it("stops only the statement that uses most of the disk", async () => {
    const free = { bytes: 1000 * MIB };
    const { storage, live } = openStorage(free);
    const { execution } = await lab.run("SELECT 'running'");
    const running = [1, 3, 2].map((mib) => {
      const one = live.add({ ...execution, id: `${mib}`, state: "running" });
      one.parts.push({ path: "", rows: 1, bytes: mib * MIB });
      return one;
    });
    free.bytes = 140 * MIB;
    await expect.poll(() => running.some(({ cancel }) => cancel.signal.aborted)).toBe(true);
    free.bytes = 1000 * MIB;
    expect(running.map(({ cancel }) => cancel.signal.reason)).toEqual([
      undefined,
      "disk",
      undefined,
    ]);
    expect(reads).toEqual([]);
    storage.close();
  });

  it("stops the readers of results if no statement uses any of the disk", async () => {
    const { storage } = openStorage({ bytes: 140 * MIB });
    await expect.poll(() => reads).toContain("stopped");
    storage.close();
  });
});
