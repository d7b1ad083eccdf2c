import type { AccountingDelta, LakeFile, LandCommit } from "@headwater/schemas";
import { type OwnServer, startOwnServer } from "@headwater/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../src/client.ts";
import { readManifestSnapshot } from "../src/lake/manifest-snapshot.ts";
import { openManifestStore } from "../src/lake/manifest-store.ts";

let server: OwnServer;
let database: Database;

beforeAll(async () => {
  server = await startOwnServer();
  database = openDatabase(server.url);
});

afterAll(async () => {
  await database.close();
  await server.remove();
});

const file = (path: string, rows = 3): LakeFile => ({
  path,
  namespace: "shop",
  table: "visit_v1",
  submissionDate: "2026-03-01",
  rows,
  sizeBytes: 100,
  sha256: "ab",
  minMicros: 1_772_323_200_000_001,
  maxMicros: 1_772_323_200_000_002,
});

const delta = (counts: Partial<AccountingDelta>): AccountingDelta => ({
  minuteMs: 1_772_323_200_000,
  namespace: "shop",
  docType: "visit",
  docVersion: "1",
  accepted: 0,
  live: 0,
  rejected: 0,
  duplicate: 0,
  dropped: 0,
  ...counts,
});

const landing = (group: string, epoch: number, more: Partial<LandCommit> = {}): LandCommit => ({
  group,
  epoch,
  offsets: [{ topic: "unvalidated", partition: 0, from: 0, to: 3 }],
  files: [],
  accounting: [],
  ...more,
});

describe("landing", () => {
  it("makes files, offsets and accounting visible together", async () => {
    const store = openManifestStore(database);
    const { epoch, next } = await store.acquire("together");
    expect([...next]).toEqual([]);
    await store.land(
      landing("together", epoch, {
        files: [file("together-1")],
        accounting: [delta({ accepted: 2, live: 1 }), delta({ accepted: 1, rejected: 2 })],
      }),
    );
    expect((await store.liveFiles()).map(({ path }) => path)).toContain("together-1");
    expect([...(await store.acquire("together")).next]).toEqual([["unvalidated/0", 3]]);
    const { rows } = await database.pool.query(
      "SELECT accepted, live, rejected FROM accounting WHERE namespace = 'shop'",
    );
    expect(rows).toEqual([{ accepted: "3", live: "1", rejected: "2" }]);
  });

  it("keeps 64-bit values of a file exact", async () => {
    const [found] = await openManifestStore(database).liveFiles({
      namespace: "shop",
      table: "visit_v1",
      submissionDate: "2026-03-01",
    });
    expect(found).toEqual(file("together-1"));
  });

  it("refuses an earlier holder after a takeover, and keeps nothing of its commit", async () => {
    const store = openManifestStore(database);
    const old = await store.acquire("fencing");
    await store.acquire("fencing");
    const commit = landing("fencing", old.epoch, { files: [file("fenced-1")] });
    await expect(store.land(commit)).rejects.toMatchObject({ code: "fenced" });
    expect((await store.liveFiles()).map(({ path }) => path)).not.toContain("fenced-1");
  });

  it("refuses offsets that do not continue the committed ones", async () => {
    const store = openManifestStore(database);
    const { epoch } = await store.acquire("gap");
    await store.land(landing("gap", epoch));
    const again = landing("gap", epoch, { files: [file("gap-1")] });
    await expect(store.land(again)).rejects.toMatchObject({ code: "fenced" });
  });

  it("applies a commit once if its answer was lost", async () => {
    let lost = 0;
    const store = openManifestStore(database, {
      crashPoint(name) {
        // The transaction is committed, but the caller gets the error of a broken connection.
        if (name === "L8" && lost++ === 0)
          throw Object.assign(new Error("Connection terminated unexpectedly"), { code: "08006" });
      },
    });
    const { epoch } = await store.acquire("lost");
    await store.land(
      landing("lost", epoch, {
        files: [file("lost-1")],
        accounting: [delta({ namespace: "lost", accepted: 3, live: 3 })],
      }),
    );
    const { rows } = await database.pool.query(
      "SELECT accepted FROM accounting WHERE namespace = 'lost'",
    );
    expect(rows).toEqual([{ accepted: "3" }]);
  });

  it("finds a commit without files by its offsets if its answer was lost", async () => {
    let lost = 0;
    const store = openManifestStore(database, {
      crashPoint(name) {
        if (name === "L8" && lost++ === 0)
          throw Object.assign(new Error("Connection terminated unexpectedly"), { code: "08006" });
      },
    });
    const { epoch } = await store.acquire("lost-empty");
    await expect(store.land(landing("lost-empty", epoch))).resolves.toBeGreaterThan(0);
  });
});

describe("compaction", () => {
  it("replaces files in one step and keeps the rows of removed files until `forget`", async () => {
    const store = openManifestStore(database);
    const { epoch } = await store.acquire("swap");
    await store.land(landing("swap", epoch, { files: [file("swap-1"), file("swap-2")] }));
    await store.compact({ remove: ["swap-1", "swap-2"], add: [file("swap-3", 6)] });
    const live = (await store.liveFiles()).map(({ path }) => path);
    expect(live).toContain("swap-3");
    expect(live).not.toContain("swap-1");
    const later = new Date(Date.now() + 60_000);
    expect(await store.removedFiles(later)).toEqual(["swap-1", "swap-2"]);
    expect(await store.removedFiles(new Date(0))).toEqual([]);
    await store.forget(["swap-1", "swap-2", "swap-3"]);
    expect(await store.removedFiles(later)).toEqual([]);
    expect((await store.liveFiles()).map(({ path }) => path)).toContain("swap-3");
  });

  it("changes nothing if an input is already removed", async () => {
    const store = openManifestStore(database);
    const commit = { remove: ["swap-1", "swap-3"], add: [file("swap-4")] };
    await expect(store.compact(commit)).rejects.toMatchObject({ code: "conflict" });
    const live = (await store.liveFiles()).map(({ path }) => path);
    expect(live).toContain("swap-3");
    expect(live).not.toContain("swap-4");
  });
});

describe("snapshot", () => {
  it("contains the tables with their columns and files, and always the rejected table", async () => {
    const columns = [{ name: "n", type: { kind: "bigint" } }];
    await database.pool.query(
      "INSERT INTO lake_table (namespace, name, columns) VALUES ('shop', 'visit_v1', $1)",
      [JSON.stringify(columns)],
    );
    const { commitId, tables } = await readManifestSnapshot(database);
    expect(commitId).toBeGreaterThan(0);
    expect(tables.map(({ table }) => table)).toEqual(["visit_v1", "rejected"]);
    expect(tables[0]?.columns).toEqual(columns);
    expect(tables[0]?.files.length).toBeGreaterThan(0);
  });

  it("contains only the named tables", async () => {
    const names = [{ namespace: "shop", table: "nothing_v9" }];
    expect((await readManifestSnapshot(database, names)).tables).toEqual([]);
  });
});

describe("a database that is killed", () => {
  it("makes a commit wait, and the commit is applied once after the restart", async () => {
    const attempts: number[] = [];
    const store = openManifestStore(database, {
      onRetry: (_error, attempt) => attempts.push(attempt),
    });
    const { epoch } = await store.acquire("restart");
    await server.kill();
    const landed = store.land(landing("restart", epoch, { files: [file("restart-1")] }));
    await server.startAgain();
    await landed;
    expect(attempts.length).toBeGreaterThan(0);
    expect((await store.liveFiles()).filter(({ path }) => path === "restart-1")).toHaveLength(1);
  });
});
