import { DEMO_TYPES, demoPlan } from "@headwater/domain/demo";
import type { AccountingDelta, LakeFile } from "@headwater/schemas";
import { createTestDatabase, type TestDatabase } from "@headwater/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../src/client.ts";
import {
  beginDemo,
  demoState,
  forgetDemoProgress,
  isDemoRemoved,
  readDemoProgress,
  saveDemoProgress,
} from "../src/demo/demo.ts";
import { mixedDemoFiles, removeDemo, sweepDemo } from "../src/demo/removal.ts";
import { seedDemo } from "../src/demo/seed.ts";
import { openManifestStore } from "../src/lake/manifest-store.ts";
import { swapFile } from "../src/lake/swaps.ts";
import { openSchemaRegistry } from "../src/schemas/registry.ts";

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url);
});

afterAll(async () => {
  await database.close();
  await testDatabase.remove();
});

beforeEach(async () => {
  await database.pool.query(
    `TRUNCATE setting, saved_query, user_account, lake_file, lake_commit, lake_table, schema_version,
       accounting, log_offset, loader_group, recent_document CASCADE`,
  );
});

const progress = { plan: demoPlan(20_700), untilMs: 20_700 * 86_400_000 + 1, ends: [] };
const minuteMs = 1_788_480_000_000;

const file = (namespace: string, table: string, rows: number, path = `${table}.parquet`) => ({
  path,
  namespace,
  table,
  rows,
  submissionDate: "2026-09-04",
  sizeBytes: 100,
  sha256: "ab",
  minMicros: minuteMs * 1000,
  maxMicros: minuteMs * 1000 + 1,
});

const counts = (name: string, more: Partial<AccountingDelta>): AccountingDelta => {
  const [namespace = null, docType = null, docVersion = null] = name.split("/");
  const none = { accepted: 0, live: 0, rejected: 0, duplicate: 0, dropped: 0 };
  return { minuteMs, namespace, docType, docVersion, ...none, ...more };
};

async function land(files: readonly LakeFile[], accounting: readonly AccountingDelta[]) {
  const store = openManifestStore(database);
  const { epoch } = await store.acquire("loader");
  await store.land({ group: "loader", epoch, offsets: [], files, accounting });
}

async function register(origin: "user" | "demo", names: readonly string[]) {
  const registry = openSchemaRegistry(database);
  const text = JSON.stringify({ type: "object", properties: { clientId: { type: "string" } } });
  for (const name of names) {
    const [namespace = "", docType = "", version = ""] = name.split("/");
    const outcome = await registry.register(
      { namespace, docType, version: Number(version) },
      origin === "user" ? `${text} ` : text,
      { origin, userId: null },
    );
    expect(outcome.outcome).not.toBe("refused");
  }
}

const demoNames = DEMO_TYPES.map(
  ({ namespace, docType, version }) => `${namespace}/${docType}/${version}`,
);

async function column(sql: string): Promise<unknown[]> {
  const { rows } = await database.pool.query<{ value: unknown }>(sql);
  return rows.map(({ value }) => value);
}

const liveTables = () =>
  column(
    "SELECT namespace || '.' || table_name AS value FROM lake_file WHERE removed_by IS NULL ORDER BY 1",
  );
const accounted = () =>
  column(
    "SELECT namespace || '/' || doc_type || ' ' || accepted || ' ' || live || ' ' || rejected AS value FROM accounting ORDER BY 1",
  );

async function addAdmin(): Promise<void> {
  await database.pool.query(
    "INSERT INTO user_account (id, name, email, role) VALUES ('u1', 'Ada', 'ada@example.org', 'admin')",
  );
}

describe("demoState", () => {
  it("is off before the demo begins", async () => {
    expect(await demoState(database)).toEqual({ kind: "off" });
  });

  it("counts the days that the loader has landed", async () => {
    await beginDemo(database, progress);
    expect(await demoState(database)).toEqual({ kind: "loading", done: 0, total: 21 });
    await saveDemoProgress(database, { ...progress, ends: [10, 25, 40] });
    await database.pool.query("INSERT INTO log_offset VALUES ('loader', 'replay', 0, 25)");
    expect(await demoState(database)).toEqual({ kind: "loading", done: 2, total: 21 });
  });

  it("is on when all days have landed, and removed after that", async () => {
    await beginDemo(database, progress);
    const ends = Array.from({ length: 21 }, (_, index) => index + 1);
    await saveDemoProgress(database, { ...progress, ends });
    await database.pool.query("INSERT INTO log_offset VALUES ('loader', 'replay', 0, 30)");
    expect(await demoState(database)).toEqual({ kind: "on" });
    expect(await isDemoRemoved(database)).toBe(false);
    await removeDemo(database);
    expect(await demoState(database)).toEqual({ kind: "removed" });
    expect(await isDemoRemoved(database)).toBe(true);
  });

  it("keeps the first plan, and stays removed after another begin", async () => {
    await beginDemo(database, progress);
    const later = { ...progress, plan: demoPlan(20_800) };
    expect(await beginDemo(database, later)).toEqual(progress);
    await removeDemo(database);
    await forgetDemoProgress(database);
    expect(await readDemoProgress(database)).toBeNull();
    await beginDemo(database, later);
    expect(await demoState(database)).toEqual({ kind: "removed" });
  });
});

describe("seedDemo", () => {
  it("waits for an admin, then saves four queries with a chart each, once", async () => {
    expect(await seedDemo(database)).toBe("no owner");
    await addAdmin();
    expect(await seedDemo(database)).toBe("done");
    await database.pool.query("DELETE FROM saved_query WHERE name LIKE 'Crashes%'");
    expect(await seedDemo(database)).toBe("done");
    const charts = await column(
      `SELECT v.type AS value FROM saved_query q JOIN visualization v ON v.saved_query_id = q.id
       WHERE q.origin = 'demo' AND q.owner_id = 'u1' ORDER BY 1`,
    );
    expect(charts).toEqual(["bar", "line", "line"]);
  });

  it("saves no query after the demo was removed", async () => {
    await addAdmin();
    await removeDemo(database);
    expect(await seedDemo(database)).toBe("removed");
    expect(await column("SELECT id AS value FROM saved_query")).toEqual([]);
  });
});

describe("removeDemo", () => {
  it("removes the demo's queries, schemas, tables, files and accounting in one step", async () => {
    await addAdmin();
    await register("demo", demoNames);
    await seedDemo(database);
    await land(
      [file("telemetry", "main_v4", 5), file("demo_fleet", "session_v1", 3)],
      [
        counts("telemetry/main/4", { accepted: 7, live: 5, duplicate: 2 }),
        counts("demo-fleet/session/1", { accepted: 3, live: 3 }),
      ],
    );
    const removal = await removeDemo(database);
    expect(removal).toMatchObject({
      counts: { "saved queries": 4, files: 2, rows: 8 },
      mixed: ["pipeline.rejected"],
      tables: ["telemetry.main_v4", "demo_fleet.session_v1", "demo_fleet.crash_v1"],
    });
    for (const table of ["schema_version", "lake_table", "saved_query", "visualization"])
      expect(await column(`SELECT 1 AS value FROM ${table}`)).toEqual([]);
    expect(await liveTables()).toEqual([]);
    expect(await accounted()).toEqual([]);
    const removed = await column(
      "SELECT c.kind AS value FROM lake_file f JOIN lake_commit c ON c.id = f.removed_by WHERE f.removed_at IS NOT NULL",
    );
    expect(removed).toEqual(["drop", "drop"]);
  });

  it("keeps the work of other people and the rejected rows with their counts", async () => {
    await addAdmin();
    await register("demo", demoNames);
    await register("user", ["shop/visit/1"]);
    await database.pool.query(
      "INSERT INTO saved_query (name, sql, owner_id) VALUES ('mine', 'SELECT 1', 'u1')",
    );
    await land(
      [
        file("telemetry", "main_v4", 5),
        file("shop", "visit_v1", 2),
        file("pipeline", "rejected", 1),
      ],
      [
        counts("telemetry/main/4", { accepted: 6, live: 5, rejected: 1 }),
        counts("shop/visit/1", { accepted: 2, live: 2 }),
      ],
    );
    await removeDemo(database);
    expect(await liveTables()).toEqual(["pipeline.rejected", "shop.visit_v1"]);
    expect(await accounted()).toEqual(["shop/visit 2 2 0", "telemetry/main 1 0 1"]);
    expect(await column("SELECT name AS value FROM saved_query")).toEqual(["mine"]);
    expect(await column("SELECT namespace AS value FROM schema_version")).toEqual(["shop"]);
  });

  it("keeps a table whose schema a user imported over the demo's, and names the table", async () => {
    await register("demo", demoNames);
    await register("user", ["telemetry/main/4"]);
    await land(
      [file("telemetry", "main_v4", 5), file("demo_fleet", "crash_v1", 1)],
      [
        counts("telemetry/main/4", { accepted: 5, live: 5 }),
        counts("demo-fleet/crash/1", { accepted: 1, live: 1 }),
      ],
    );
    const removal = await removeDemo(database);
    expect(removal.mixed).toEqual(["telemetry.main_v4", "pipeline.rejected"]);
    expect(removal.tables).toEqual(["demo_fleet.session_v1", "demo_fleet.crash_v1"]);
    expect(await liveTables()).toEqual(["telemetry.main_v4"]);
    expect(await accounted()).toEqual(["telemetry/main 5 5 0"]);
    expect((await mixedDemoFiles(database)).map(({ table }) => table)).toEqual(["main_v4"]);
  });

  it("is followed by a sweep of the rows that the loader landed meanwhile", async () => {
    await register("demo", demoNames);
    await removeDemo(database);
    const late = [counts("demo-fleet/crash/1", { accepted: 4, live: 4 })];
    await land([file("demo_fleet", "crash_v1", 4, "late.parquet")], late);
    expect(await sweepDemo(database)).toMatchObject({ counts: { files: 1, rows: 4 } });
    expect(await liveTables()).toEqual([]);
    expect(await accounted()).toEqual([]);
  });

  it("can be called twice", async () => {
    await removeDemo(database);
    expect(await removeDemo(database)).toMatchObject({
      counts: { "saved queries": 0, files: 0, rows: 0 },
    });
  });
});

describe("swapFile", () => {
  const rejected = (path: string, rows: number) => file("pipeline", "rejected", rows, path);

  it("replaces a file by a file with the other rows and subtracts the removed rows from the accounting", async () => {
    await land(
      [rejected("all.parquet", 5)],
      [counts("shop/visit/1", { accepted: 5, rejected: 5 }), counts("a/b/1", { accepted: 1 })],
    );
    const swap = {
      remove: rejected("all.parquet", 5),
      add: rejected("rest.parquet", 2),
      accounting: [counts("shop/visit/1", { accepted: 3, rejected: 3 })],
    };
    expect(await swapFile(database, swap)).toBe(true);
    expect((await mixedDemoFiles(database)).map(({ path }) => path)).toEqual(["rest.parquet"]);
    expect(await accounted()).toEqual(["a/b 1 0 0", "shop/visit 2 0 2"]);
  });

  it("removes the counts of the fleet's duplicates, but not in a minute with rows of others", async () => {
    const at = (minutes: number, more: Partial<AccountingDelta>) => ({
      ...counts("telemetry/main/4", more),
      minuteMs: minuteMs + minutes * 60_000,
    });
    await land(
      [file("telemetry", "main_v4", 6)],
      [
        at(0, { accepted: 6, live: 4, duplicate: 2 }),
        at(1, { accepted: 1, duplicate: 1 }),
        at(2, { accepted: 4, live: 2, duplicate: 1, dropped: 1 }),
        at(9, { accepted: 3, duplicate: 3 }),
      ],
    );
    const swap = {
      remove: file("telemetry", "main_v4", 6),
      add: file("telemetry", "main_v4", 1, "rest"),
      accounting: [at(0, { accepted: 4, live: 4 }), at(2, { accepted: 1, live: 1 })],
    };
    expect(await swapFile(database, swap)).toBe(true);
    const left = await column(
      `SELECT concat_ws(' ', extract(epoch FROM minute)::bigint - ${minuteMs / 1000}, accepted, live, rejected, duplicate, dropped) AS value
       FROM accounting ORDER BY minute`,
    );
    // accepted = live + rejected + duplicate + dropped, in each minute.
    expect(left).toEqual(["120 3 1 0 1 1", "540 3 0 0 3 0"]);
  });

  it("changes nothing if the file is no longer in the manifest", async () => {
    const swap = { remove: rejected("gone.parquet", 5), add: null, accounting: [] };
    expect(await swapFile(database, swap)).toBe(false);
    expect(await mixedDemoFiles(database)).toEqual([]);
  });
});
