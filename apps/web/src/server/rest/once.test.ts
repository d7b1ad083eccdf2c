import { removeOldRequests } from "@headwater/db/idempotency";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPortalLab, type PortalLab, request } from "../test/portal-lab.ts";
import { calling } from "../test/rest-calls.ts";

const create = calling("POST", "/api/queries");
const execute = calling("POST", "/api/query_results");
const createKey = calling("POST", "/api/v1/api-keys");

let lab: PortalLab;
let ada: Awaited<ReturnType<PortalLab["person"]>>;
beforeAll(async () => {
  lab = await openPortalLab();
  ada = await lab.person("analyst");
});
afterAll(() => lab.close());

interface Sent {
  readonly key: string;
  readonly body?: object;
  readonly person?: { readonly key: string };
}

const post = ({ key, body = { name: "One", query: "SELECT 1" }, person = ada }: Sent) =>
  request("/api/queries", {
    method: "POST",
    key: person.key,
    body,
    headers: { "idempotency-key": key },
  });
const queries = () => lab.database.prisma.savedQuery.count();
let count = 0;
const fresh = () => `key-${++count}`;

describe("a POST with a key", () => {
  test("that is sent again gets the same answer and makes nothing", async () => {
    const key = fresh();
    const first = await create(post({ key }));
    const before = await queries();
    const second = await create(post({ key }));
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(await second.json()).toEqual(await first.json());
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    expect(await queries()).toBe(before);
  });

  test("that is sent many times at once makes one object", async () => {
    const key = fresh();
    const before = await queries();
    const answers = await Promise.all(Array.from({ length: 12 }, () => create(post({ key }))));
    const ids = await Promise.all(answers.map(async (one) => ((await one.json()) as Made).id));
    expect(new Set(ids).size).toBe(1);
    expect(await queries()).toBe(before + 1);
  });

  test("that was used for another request is refused", async () => {
    const key = fresh();
    await create(post({ key }));
    const other = await create(post({ key, body: { name: "Two", query: "SELECT 2" } }));
    expect([other.status, await other.json()]).toEqual([
      422,
      { code: "key_reused", message: expect.stringContaining("take a new one") },
    ]);
    const path = await execute(
      request("/api/query_results", {
        method: "POST",
        key: ada.key,
        body: { name: "One", query: "SELECT 1" },
        headers: { "idempotency-key": key },
      }),
    );
    expect(path.status).toBe(422);
  });

  test("does not collide with the same key of another person", async () => {
    const key = fresh();
    const mine = (await (await create(post({ key }))).json()) as Made;
    const person = await lab.person("analyst");
    const theirs = (await (await create(post({ key, person }))).json()) as Made;
    expect(theirs.id).not.toBe(mine.id);
  });

  test("that failed is tried again", async () => {
    const key = fresh();
    const bad = { name: " ", query: "SELECT 1" };
    expect((await create(post({ key, body: bad }))).status).toBe(400);
    expect((await create(post({ key, body: bad }))).status).toBe(400);
    expect((await create(post({ key }))).status).toBe(200);
  });

  test("is new again after a day, and after its process was lost", async () => {
    const key = fresh();
    const age = (time: string, lost: boolean) =>
      lab.database.pool.query(
        `UPDATE idempotent_request SET created_at = now() - $1::interval, answer = CASE WHEN $2 THEN NULL ELSE answer END
         WHERE created_at = (SELECT max(created_at) FROM idempotent_request)`,
        [time, lost],
      );
    const made = async () => ((await (await create(post({ key }))).json()) as Made).id;
    const first = await made();
    await age("23 hours", false);
    expect(await made()).toBe(first);
    await lab.database.pool.query(
      "UPDATE idempotent_request SET created_at = now() - interval '25 hours'",
    );
    const second = await made();
    expect(second).not.toBe(first);
    await age("3 minutes", true);
    expect(await made()).not.toBe(second);
  });

  test.each(["a b", "", "x".repeat(256), "ä"])("that is invalid, %j, is refused", async (key) => {
    const answer = await create(post({ key }));
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("1 to 255 characters");
  });
});

interface Made {
  readonly id: number;
}

test("a statement that is sent twice runs once", async () => {
  const send = () =>
    execute(
      request("/api/query_results", {
        method: "POST",
        key: ada.key,
        body: { query: "SELECT 7" },
        headers: { "idempotency-key": "run" },
      }),
    );
  const [first, second] = [await send(), await send()];
  expect(await second.json()).toEqual(await first.json());
  expect(await lab.database.prisma.execution.count({ where: { sql: "SELECT 7" } })).toBe(1);
});

test("a stored answer can't be read without the key", async () => {
  const admin = await lab.person("admin");
  const send = () =>
    createKey(
      request("/", {
        method: "POST",
        key: admin.key,
        body: { name: "ci" },
        headers: { "idempotency-key": "secret-word" },
      }),
    );
  const { key } = (await (await send()).json()) as { key: string };
  expect(await (await send()).json()).toEqual({ key });
  const { rows } = await lab.database.pool.query<{ kept: string }>(
    "SELECT encode(answer, 'escape') || key_hash AS kept FROM idempotent_request",
  );
  for (const { kept } of rows) expect(kept).not.toMatch(new RegExp(`${key}|secret-word`));
});

test("only requests that are older than a day are removed", async () => {
  await create(post({ key: "old" }));
  await lab.database.pool.query(
    "UPDATE idempotent_request SET created_at = now() - interval '25 hours'",
  );
  await create(post({ key: "young" }));
  expect(await removeOldRequests(lab.database)).toBeGreaterThan(0);
  expect(await lab.database.prisma.idempotentRequest.count()).toBe(1);
});
