import { createHash } from "node:crypto";
import { createTestDatabase, type TestDatabase } from "@headwater/testkit";
import { TestClock } from "@headwater/testkit/clock";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openActivity } from "../src/activity/index.ts";
import { removeOldRequests, takeRequest } from "../src/idempotency/index.ts";
import { type Database, openDatabase } from "../src/index.ts";
import { freshness, openManifestStore, swapFile } from "../src/lake/index.ts";
import {
  beginSignInTry,
  createSignInLink,
  createUser,
  readApiKeyOwner,
  takeSignInLink,
} from "../src/people/index.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

// This time is years after the machine's time, so that a statement with the server's time fails
// here.
const clock = new TestClock("2031-05-06T12:00:00Z");
let testDatabase: TestDatabase;
let database: Database;
let userId: string;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.url, { now: () => clock.now() });
  const person = { email: "ann@example.org", name: "Ann", role: "analyst" };
  userId = (await createUser(database, person)).id;
});

afterAll(async () => {
  await database.close();
  await testDatabase.remove();
});

test("a sign-in link works for a day", async () => {
  const [early, late] = [
    await createSignInLink(database, userId),
    await createSignInLink(database, userId),
  ];
  clock.advance(24 * HOUR - 1);
  expect(await takeSignInLink(database, early)).toBe(userId);
  clock.advance(1);
  expect(await takeSignInLink(database, late)).toBeNull();
});

test("a limit of sign-in tries holds for its window and returns the time to wait", async () => {
  const limits = [{ key: "account:ann", max: 2, windowSeconds: 900 }];
  expect((await beginSignInTry(database, limits)).retryAfter).toBeNull();
  clock.advance(5 * MINUTE);
  expect((await beginSignInTry(database, limits)).retryAfter).toBeNull();
  expect((await beginSignInTry(database, limits)).retryAfter).toBe(600);
  clock.advance(10 * MINUTE);
  expect((await beginSignInTry(database, limits)).retryAfter).toBeNull();
});

test("an API key works until it expires", async () => {
  await database.prisma.apikey.create({
    data: {
      id: "key",
      key: createHash("sha256").update("word").digest("base64url"),
      referenceId: userId,
      expiresAt: new Date(clock.now().getTime() + HOUR),
    },
  });
  clock.advance(HOUR - 1);
  expect(await readApiKeyOwner(database, "word")).toBe(userId);
  clock.advance(1);
  expect(await readApiKeyOwner(database, "word")).toBeNull();
});

test("a request is lost after two minutes without an answer and deleted after a day", async () => {
  const name = { userId, keyHash: "hash" };
  expect(await takeRequest(database, name, "body")).toEqual({ kind: "new" });
  clock.advance(2 * MINUTE);
  expect(await takeRequest(database, name, "body")).toEqual({ kind: "working" });
  clock.advance(1);
  expect(await takeRequest(database, name, "body")).toEqual({ kind: "new" });
  clock.advance(24 * HOUR);
  expect(await removeOldRequests(database)).toBe(0);
  clock.advance(1);
  expect(await removeOldRequests(database)).toBe(1);
});

test("arrivals are kept for a quarter of an hour", async () => {
  const activity = openActivity(database);
  // Arrivals are counted by whole seconds.
  clock.advance(SECOND - (clock.now().getTime() % SECOND));
  const secondMs = clock.now().getTime();
  await activity.add([], [{ secondMs, namespace: "shop", docType: "visit", count: 1 }]);
  const kept = async () => {
    await activity.prune();
    const { rows } = await database.pool.query("SELECT count(*)::int AS n FROM recent_arrival");
    return (rows[0] as { n: number }).n;
  };
  clock.advance(15 * MINUTE);
  expect(await kept()).toBe(1);
  clock.advance(1);
  expect(await kept()).toBe(0);
});

test("a removed file has the time of its removal, and a commit counts for freshness for five minutes", async () => {
  const store = openManifestStore(database);
  const { epoch } = await store.acquire("group");
  const acceptedMicros = (clock.now().getTime() - 3 * SECOND) * 1000;
  const file = {
    path: "shop/visit_v1/a.parquet",
    namespace: "shop",
    table: "visit_v1",
    submissionDate: "2031-05-06",
    rows: 1,
    sizeBytes: 10,
    sha256: "00",
    minMicros: acceptedMicros,
    maxMicros: acceptedMicros,
  };
  await store.land({ group: "group", epoch, offsets: [], files: [file], accounting: [] });
  clock.advance(5 * MINUTE - 1);
  expect(await freshness(database)).toMatchObject({ p50Ms: 3000, p95Ms: 3000 });
  clock.advance(1);
  expect(await freshness(database)).toMatchObject({ p50Ms: null });
  expect(await swapFile(database, { remove: file, add: null, accounting: [] })).toBe(true);
  const removedAt = clock.now();
  expect(await store.removedFiles(removedAt)).toEqual([]);
  expect(await store.removedFiles(new Date(removedAt.getTime() + 1))).toEqual([file.path]);
});
