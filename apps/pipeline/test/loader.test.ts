import { randomUUID } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { type OwnServer, startOwnServer } from "@headwater/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  accountingOf,
  ended,
  NOW_MICROS,
  openPipelineLab,
  type PipelineLab,
  stop,
  until,
  visit,
} from "./pipeline-lab.ts";

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => visit({ n: from + index }));

describe("the loader", () => {
  let server: OwnServer;
  let lab: PipelineLab;
  beforeAll(async () => {
    server = await startOwnServer();
    lab = await openPipelineLab(server);
    await lab.register(1, { n: { type: "integer" } });
  });
  afterAll(() => lab.close());

  const landed = async () => {
    const [row] = await lab.query(
      "SELECT count(*)::INT AS rows, count(DISTINCT n)::INT AS different FROM {shop.visit_v1}",
    );
    return row;
  };

  it("lands each document once when it is killed at any crash point", async () => {
    let total = 0;
    for (const point of ["L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L9"]) {
      // More rows than an engine vector, so that L2 lies between two of them.
      await lab.append("unvalidated", numbered(total, total + 2100));
      total += 2100;
      const killed = lab.start("loader", { CRASH_AT: point });
      expect([point, await ended(killed)]).toEqual([point, "SIGKILL"]);
      const child = lab.start("loader");
      await until(landed, (row) => row?.["rows"] === total);
      await stop(child);
      expect([point, await landed()]).toEqual([point, { rows: total, different: total }]);
    }
    const { accepted, live } = await accountingOf(lab.database);
    expect([accepted, live]).toEqual([total, total]);
  });

  it("finds duplicates within a batch, in an earlier commit and after a kill (D17, D18)", async () => {
    const before = await accountingOf(lab.database);
    const id = randomUUID();
    const again = (count: number) =>
      Array.from({ length: count }, () => visit({ n: 1_000_000 }, { id }));
    await lab.append("unvalidated", again(400));
    const first = lab.start("loader");
    const duplicates = async () => (await accountingOf(lab.database))["duplicate"] ?? 0;
    await until(duplicates, (count) => count === 399);
    await lab.append("unvalidated", again(300));
    await until(duplicates, (count) => count === 699);
    await stop(first, "SIGKILL");
    // A copy that is sent just after midnight is a duplicate of the document of the day before.
    const tomorrow = { id, submissionMicros: NOW_MICROS + 86_400_000_000 };
    await lab.append("unvalidated", [...again(300), visit({ n: 1_000_000 }, tomorrow)]);
    const second = lab.start("loader");
    await until(duplicates, (count) => count === 1000);
    await stop(second);
    const after = await accountingOf(lab.database);
    expect((after["live"] ?? 0) - (before["live"] ?? 0)).toBe(1);
    expect(
      await lab.query("SELECT count(*)::INT AS n FROM {shop.visit_v1} WHERE n = 1000000"),
    ).toEqual([{ n: 1 }]);
  });

  it("keeps a rejected document with its original bytes and without an address", async () => {
    const child = lab.start("loader");
    await lab.append("unvalidated", [visit("{ no json"), visit({ n: "not a number" })]);
    const rejected = () =>
      lab.query(
        "SELECT document_type, stage, error_type, decode(payload) AS payload, metadata['user-agent'] AS agent, metadata::VARCHAR AS metadata FROM {pipeline.rejected} ORDER BY decode(payload)",
      );
    const rows = await until(rejected, (found) => found.length === 2);
    await stop(child);
    expect(rows).toMatchObject([
      { document_type: "visit", stage: "ParsePayload", payload: "{ no json", agent: "lab" },
      { document_type: "visit", stage: "ParsePayload", payload: '{"n":"not a number"}' },
    ]);
    expect(rows.map(({ metadata }) => metadata).join()).not.toContain("192.0.2");
  });

  it("lands new columns next to old rows without a restart (L5)", async () => {
    const child = lab.start("loader");
    await lab.append("unvalidated", [visit({ n: 2_000_001 })]);
    await until(
      () => lab.query("SELECT n FROM {shop.visit_v1} WHERE n = 2000001"),
      (rows) => rows.length === 1,
    );
    await lab.register(1, { n: { type: "integer" }, colour: { type: "string" } });
    await lab.append("unvalidated", [visit({ n: 2_000_002, colour: "red" })]);
    await until(
      () => lab.query("SELECT n FROM {shop.visit_v1} WHERE n = 2000002"),
      (rows) => rows.length === 1,
    );
    const rows = await lab.query(
      "SELECT n::INT AS n, colour FROM {shop.visit_v1} WHERE n = 2000001 OR colour = 'red' ORDER BY n",
    );
    await stop(child);
    expect(rows).toEqual([
      { n: 2_000_001, colour: null },
      { n: 2_000_002, colour: "red" },
    ]);
  });

  it("uses every schema that was registered before the ping arrived, even without a notification", async () => {
    const child = lab.start("loader");
    await lab.append("unvalidated", [visit({ n: 2_500_001 })]);
    await until(
      () => lab.query("SELECT n FROM {shop.visit_v1} WHERE n = 2500001"),
      (rows) => rows.length === 1,
    );
    await lab.database.pool.query(
      `WITH copied AS (INSERT INTO schema_version (namespace, doc_type, version, schema, columns)
         SELECT namespace, doc_type, 7, schema, columns FROM schema_version WHERE version = 1)
       INSERT INTO lake_table (namespace, name, columns) SELECT namespace, 'visit_v7', columns FROM lake_table WHERE name = 'visit_v1'`,
    );
    await lab.append("unvalidated", [visit({ n: 2_500_002 }, { version: 7 })]);
    const ends = await until(
      async () => {
        const { rows } = await lab.database.pool.query(
          "SELECT live::int, rejected::int FROM accounting WHERE doc_version = '7'",
        );
        return rows;
      },
      (rows) => rows.length === 1,
    );
    await stop(child);
    expect(ends).toEqual([{ live: 1, rejected: 0 }]);
  });

  it("counts the documents in which lone surrogates were replaced", async () => {
    const child = lab.start("loader");
    const half = String.raw`{"n":2600001,"note":"half \ud83d"}`;
    await lab.append("unvalidated", [visit(half), visit({ n: 2_600_002, note: "😀" })]);
    const notes = await until(
      () =>
        lab.query(
          "SELECT additional_properties->>'note' AS note FROM {shop.visit_v1} WHERE n > 2600000 AND n < 2700000 ORDER BY n",
        ),
      (rows) => rows.length === 2,
    );
    await stop(child);
    expect(notes).toEqual([{ note: "half \ufffd" }, { note: "😀" }]);
    const { rows } = await lab.database.pool.query("SELECT sum(mended)::int AS n FROM accounting");
    expect(rows).toEqual([{ n: 1 }]);
  });

  it("lands a replay in its own day, unless the document is already there", async () => {
    const child = lab.start("loader");
    const past = { submissionMicros: NOW_MICROS - 20 * 86_400_000_000, replay: { by: "someone" } };
    const id = randomUUID();
    const envelope = visit({ n: 3_000_000 }, { ...past, id });
    await lab.append("replay", [envelope]);
    const rows = () =>
      lab.query(
        "SELECT submission_timestamp::VARCHAR AS at FROM {shop.visit_v1} WHERE n = 3000000",
      );
    await until(rows, (found) => found.length === 1);
    const duplicatesBefore = (await accountingOf(lab.database))["duplicate"] ?? 0;
    await lab.append("replay", [envelope]);
    await until(
      async () => (await accountingOf(lab.database))["duplicate"] ?? 0,
      (count) => count === duplicatesBefore + 1,
    );
    await stop(child);
    const day = new Date(past.submissionMicros / 1000).toISOString().slice(0, 10);
    expect(await rows()).toEqual([
      {
        at: `${new Date(past.submissionMicros / 1000).toISOString().slice(0, 19).replace("T", " ")}`,
      },
    ]);
    expect(existsSync(`${lab.lake}/shop/visit_v1/submission_date=${day}`)).toBe(true);
  });

  it("shows recent documents and arrivals", async () => {
    const { rows } = await lab.database.pool.query(
      "SELECT count(*) FILTER (WHERE outcome = 'live')::int AS live, count(*) FILTER (WHERE outcome = 'rejected')::int AS rejected FROM recent_document",
    );
    expect(rows[0].live).toBeGreaterThan(0);
    const { rows: arrivals } = await lab.database.pool.query(
      "SELECT sum(count)::int AS n FROM recent_arrival WHERE doc_type = 'visit'",
    );
    expect(arrivals[0].n).toBeGreaterThan(1000);
  });

  it("continues after the database was killed and started again", async () => {
    const child = lab.start("loader");
    await lab.append("unvalidated", [visit({ n: 4_000_000 })]);
    const rows = (n: number) => () => lab.query(`SELECT n FROM {shop.visit_v1} WHERE n = ${n}`);
    await until(rows(4_000_000), (found) => found.length === 1);
    await server.kill();
    await server.startAgain();
    await lab.append("unvalidated", [visit({ n: 4_000_001 })]);
    await until(rows(4_000_001), (found) => found.length === 1);
    expect([child.exitCode, await stop(child)]).toEqual([null, "0"]);
  });

  it("lets only the newest of two loaders commit", async () => {
    const old = lab.start("loader");
    await lab.append("unvalidated", [visit({ n: 5_000_000 })]);
    const rows = (n: number) => () => lab.query(`SELECT n FROM {shop.visit_v1} WHERE n = ${n}`);
    await until(rows(5_000_000), (found) => found.length === 1);
    const newest = lab.start("loader");
    await until(
      async () => {
        const { rows: groups } = await lab.database.pool.query(
          "SELECT pid FROM stage_status WHERE stage = 'loader'",
        );
        return groups.map(({ pid }) => pid);
      },
      (pids) => pids.includes(newest.pid),
    );
    await lab.append("unvalidated", [visit({ n: 5_000_001 })]);
    expect(await ended(old)).toBe("1");
    await until(rows(5_000_001), (found) => found.length === 1);
    await stop(newest);
  });

  it("removes its marker file when it stops", () => {
    expect(readdirSync(`${lab.home}/run`)).not.toContain("loader-in-progress.json");
  });
});
