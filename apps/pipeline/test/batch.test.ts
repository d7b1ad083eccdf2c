import { readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { constants, getPriority } from "node:os";
import { join } from "node:path";
import {
  openManifestStore,
  readKnownPaths,
  readLakeState,
  readManifestSnapshot,
} from "@headwater/db/lake";
import { compactFiles, planCompaction, verifyLake } from "@headwater/lake";
import { openCrashPoint, openLogger } from "@headwater/runtime";
import type { LakeFile, ManifestStore } from "@headwater/schemas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCompactor } from "../src/batch/compactor.ts";
import { openSweeper } from "../src/batch/sweeper.ts";
import {
  ended,
  NOW_MICROS,
  openPipelineLab,
  type PipelineLab,
  stop,
  until,
  visit,
} from "./pipeline-lab.ts";

describe("compaction", () => {
  let lab: PipelineLab;
  let store: ManifestStore;
  let total = 0;

  beforeAll(async () => {
    lab = await openPipelineLab();
    store = openManifestStore(lab.database);
    await lab.register(1, { n: { type: "integer" }, colour: { type: "string" } });
  });
  afterAll(() => lab.close());

  it.skipIf(process.platform !== "linux")("runs all its threads with low priority", async () => {
    const child = lab.start("batch");
    const niceness = async () =>
      readdirSync(`/proc/${child.pid}/task`).map((thread) => getPriority(Number(thread)));
    // The thread pool that runs the engine exists before our code runs.
    const isLow = (nice: number) => nice === constants.priority.PRIORITY_BELOW_NORMAL;
    expect(await until(niceness, (all) => all.every(isLow))).not.toHaveLength(1);
    expect(await stop(child)).toBe("0");
  });

  const count = async () => {
    const [row] = await lab.query(
      "SELECT count(*)::INT AS rows, count(DISTINCT n)::INT AS different FROM {shop.visit_v1}",
    );
    return row;
  };
  const shopFiles = () => store.liveFiles({ namespace: "shop", table: "visit_v1" });

  /** Lands some files with different columns, and stops the loader. */
  const land = async (files: number) => {
    const child = lab.start("loader", { HEADWATER_COMMIT_MS: "1" });
    for (let file = 0; file < files; file += 1) {
      const colour = file % 2 === 0 ? {} : { colour: `colour ${file}` };
      const envelopes = Array.from({ length: 5 }, () => visit({ n: total++, ...colour }));
      await lab.append("unvalidated", envelopes);
      await until(count, (row) => row?.["rows"] === total);
    }
    await stop(child);
  };
  const compactor = (crashAt?: string) => {
    const { lake: root, engine, database } = lab;
    const logger = openLogger("batch", "fatal");
    const definitionOf = async (namespace: string, table: string) => {
      const { tables } = await readManifestSnapshot(database, [{ namespace, table }]);
      return { namespace, name: table, columns: tables[0]?.columns ?? [] };
    };
    const crashPoint = openCrashPoint(crashAt);
    return openCompactor({ root, engine, store, definitionOf, crashPoint, logger });
  };
  const taskOf = (inputs: readonly LakeFile[]) => ({
    namespace: "shop",
    table: "visit_v1",
    submissionDate: inputs[0]?.submissionDate ?? "",
    inputs,
  });
  const sweeper = (orphanGraceMs = 0) =>
    openSweeper({
      root: lab.lake,
      store,
      crashPoint: openCrashPoint(undefined),
      orphanGraceMs,
      logger: openLogger("batch", "fatal"),
      removedGraceMs: 0,
    });
  const verify = async () =>
    verifyLake({
      root: lab.lake,
      engine: lab.engine,
      ...(await readLakeState(lab.database)),
      knownPaths: () => readKnownPaths(lab.database),
      nowMs: Date.now() + 1000,
      graceMs: 0,
    });

  it("changes no row for a new reader and for a reader that pinned the files before", async () => {
    await land(4);
    const inputs = await shopFiles();
    const [table] = (await readManifestSnapshot(lab.database)).tables;
    const all = "SELECT n::INT AS n, colour, document_id FROM {shop.visit_v1} ORDER BY n";
    const before = await lab.query(all);
    expect(await compactor()(taskOf(inputs))).toBe("merged");
    expect((await shopFiles()).map(({ rows }) => rows)).toEqual([20]);
    expect(await lab.query(all)).toEqual(before);
    const paths = table?.files.map(({ path }) => `'${join(lab.lake, path)}'`).join(", ");
    const pinned = await lab.query(
      `SELECT n::INT AS n, colour, document_id FROM read_parquet([${paths}], union_by_name = true, hive_partitioning = false) ORDER BY n`,
    );
    expect(pinned).toEqual(before);
    expect(await verify()).toEqual([]);
  });

  it("changes nothing and leaves no file if another compaction has replaced the inputs", async () => {
    await land(2);
    const inputs = await shopFiles();
    const compact = compactor();
    expect(await compact(taskOf(inputs))).toBe("merged");
    expect(await compact(taskOf(inputs))).toBe("outrun");
    expect(await verify()).toEqual([]);
  });

  it("deletes inputs only after the grace time", async () => {
    const [removed] = await store.removedFiles(new Date(Date.now() + 60_000));
    const folder = join(lab.lake, removed ?? "", "..");
    const late = openSweeper({
      root: lab.lake,
      store,
      crashPoint: openCrashPoint(undefined),
      orphanGraceMs: 0,
      logger: openLogger("batch", "fatal"),
      removedGraceMs: 60_000,
    });
    expect(await late.removed(Date.now())).toBe(0);
    expect(await sweeper().removed(Date.now() + 1000)).toBeGreaterThan(0);
    expect(readdirSync(folder)).toHaveLength((await shopFiles()).length);
  });

  it("deletes orphans after their grace time, and never a file of the manifest", async () => {
    const [file] = await shopFiles();
    const folder = join(lab.lake, file?.path ?? "", "..");
    const old = new Date(Date.now() - 7_200_000);
    for (const name of ["unvalidated-0-0-4-00000000.parquet", "x.parquet.tmp"]) {
      writeFileSync(join(folder, name), "remains");
      utimesSync(join(folder, name), old, old);
    }
    utimesSync(join(lab.lake, file?.path ?? ""), old, old);
    writeFileSync(join(folder, "young.parquet"), "in progress");
    expect(await sweeper(3_600_000).orphans(Date.now())).toBe(2);
    expect(readdirSync(folder)).toContain("young.parquet");
    expect((await verify()).map(({ kind, subject }) => [kind, subject.split("/").at(-1)])).toEqual([
      ["orphan", "young.parquet"],
    ]);
    await sweeper().orphans(Date.now() + 1000);
    expect(await verify()).toEqual([]);
  });

  it("loses and doubles no row when it is killed at any crash point", async () => {
    await land(9);
    // The files must be old enough for a compaction now, in a process that can be killed.
    await lab.database.pool.query("UPDATE lake_file SET max_micros = max_micros - 120000000");
    for (const point of ["C1", "C2"]) {
      const killed = lab.start("batch", { CRASH_AT: point });
      expect([point, await ended(killed)]).toEqual([point, "SIGKILL"]);
      expect([point, await count()]).toEqual([point, { rows: total, different: total }]);
    }
    await lab.database.pool.query(
      "UPDATE lake_file SET removed_at = removed_at - interval '1 hour' WHERE removed_by IS NOT NULL",
    );
    const killed = lab.start("batch", { CRASH_AT: "C3" });
    expect(await ended(killed)).toBe("SIGKILL");
    const child = lab.start("batch");
    await until(
      () => store.removedFiles(new Date(Date.now() - 1_200_000)),
      (paths) => paths.length === 0,
    );
    await stop(child);
    await sweeper().orphans(Date.now() + 1000);
    expect(await count()).toEqual({ rows: total, different: total });
    expect(await verify()).toEqual([]);
  });

  it("does not merge a damaged file, and `verify` names it", async () => {
    await land(2);
    const files = await shopFiles();
    const [victim] = files;
    const path = join(lab.lake, victim?.path ?? "");
    const bytes = readFileSync(path);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    expect(await compactor()(taskOf(files))).toBe("damaged");
    expect(await verify()).toMatchObject([{ kind: "checksum", subject: victim?.path }]);
    await expect(
      compactFiles(taskOf(files), { root: lab.lake, engine: lab.engine, definition: null }),
    ).rejects.toThrow(/checksum/);
  });

  it("plans no compaction for an empty lake", async () => {
    expect(planCompaction([], { nowMicros: NOW_MICROS, closedDays: true })).toEqual([]);
  });
});
