import { type OwnServer, startOwnServer } from "@headwater/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openActivity, type RecentDocumentRow } from "../src/activity/activity.ts";
import { type Database, openDatabase } from "../src/client.ts";
import { listen } from "../src/listen.ts";

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

const document = (more: Partial<RecentDocumentRow> = {}): RecentDocumentRow => ({
  namespace: "shop",
  docType: "visit",
  docVersion: "1",
  documentId: null,
  debugId: null,
  outcome: "live",
  reason: null,
  sizeBytes: 10,
  preview: "{}",
  ...more,
});

describe("activity", () => {
  it("adds up arrivals of the same second and type", async () => {
    const arrival = { secondMs: Date.now(), namespace: "shop", docType: "visit", count: 2 };
    const activity = openActivity(database);
    await activity.add([], [arrival, { ...arrival, docType: "order", count: 1 }]);
    await activity.add([], [arrival]);
    const { rows } = await database.pool.query(
      "SELECT doc_type, count FROM recent_arrival ORDER BY doc_type",
    );
    expect(rows).toEqual([
      { doc_type: "order", count: "1" },
      { doc_type: "visit", count: "4" },
    ]);
  });

  it("stores any text of a client", async () => {
    await openActivity(database).add([document({ preview: "a\0b \ud800", reason: "\0" })], []);
    const { rows } = await database.pool.query("SELECT preview, reason FROM recent_document");
    expect(rows).toEqual([{ preview: "a\uFFFDb \uFFFD", reason: "\uFFFD" }]);
  });

  it("keeps the newest documents, and documents with a debug tag for an hour", async () => {
    const activity = openActivity(database);
    const many = Array.from({ length: 5100 }, () => document());
    await activity.add([document({ debugId: "mine" }), ...many], []);
    await database.pool.query(
      "INSERT INTO recent_arrival VALUES (now() - interval '1 day', 'old', 'old', 1)",
    );
    await activity.prune();
    const { rows } = await database.pool.query(
      "SELECT count(*)::int AS n, count(debug_id)::int AS tagged FROM recent_document",
    );
    expect(rows).toEqual([{ n: 5002, tagged: 1 }]);
    const { rows: old } = await database.pool.query(
      "SELECT 1 FROM recent_arrival WHERE namespace = 'old'",
    );
    expect(old).toEqual([]);
  });
});

describe("listening", () => {
  it("receives notifications, also after the server was killed and started again", async () => {
    const received: string[] = [];
    const waiting: (() => void)[] = [];
    const stop = new AbortController();
    await listen(database, ["lab"], {
      signal: stop.signal,
      onNotify(_channel, payload) {
        received.push(payload);
        for (const wake of waiting.splice(0)) wake();
      },
    });
    const next = async (payload: string) => {
      while (!received.includes(payload)) await new Promise<void>((wake) => waiting.push(wake));
    };
    await database.pool.query("SELECT pg_notify('lab', 'one')");
    await next("one");
    received.length = 0;
    await server.kill();
    await server.startAgain();
    // The empty payload says that the connection listens again: notifications before it are lost.
    await next("");
    await database.pool.query("SELECT pg_notify('lab', 'two')");
    await next("two");
    stop.abort();
    expect(received).toEqual(["", "two"]);
  });
});
