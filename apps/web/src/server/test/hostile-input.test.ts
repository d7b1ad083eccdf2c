import { afterAll, beforeAll, expect, test } from "vitest";
import { POST as createQuery, GET as listQueries } from "../../app/api/queries/route.ts";
import { POST as execute } from "../../app/api/query_results/route.ts";
import { GET, POST } from "../../app/api/trpc/[trpc]/route.ts";
import { openPortalLab, type PortalLab, request } from "./portal-lab.ts";

let lab: PortalLab;
let key: string;
beforeAll(async () => {
  lab = await openPortalLab();
  key = (await lab.person("admin")).key;
});
afterAll(() => lab.close());

const NUL = "a\0b";

function call(path: string, input: unknown, mutation: boolean): Promise<Response> {
  const body = { json: input };
  const query = `?input=${encodeURIComponent(JSON.stringify(body))}`;
  return mutation
    ? POST(request(`/api/trpc/${path}`, { method: "POST", key, body }))
    : GET(request(`/api/trpc/${path}${query}`, { key }));
}

// PostgreSQL's text has no NUL, its bigint an end, its intervals whole hours: what it would refuse is the sender's mistake.
test.each([
  ["sql.run", { sql: NUL, rowLimit: null }, "mutation"],
  ["sql.run", { sql: "SELECT 1", rowLimit: 0 }, "mutation"],
  ["sql.run", { sql: "SELECT 1", rowLimit: null, savedQueryId: 2 ** 31 }, "mutation"],
  ["sql.run", { sql: "", rowLimit: null }, "mutation"],
  ["sql.history", { savedQueryId: 2 ** 31 }, "query"],
  ["queries.get", { id: 2 ** 31 }, "query"],
  ["queries.create", { name: NUL, sql: "SELECT 1" }, "mutation"],
  ["queries.create", { name: "n", sql: "SELECT 1", description: NUL }, "mutation"],
  ["queries.create", { name: "n", sql: "SELECT 1", tags: [NUL] }, "mutation"],
  ["queries.create", { name: "  ", sql: "SELECT 1" }, "mutation"],
  ["queries.list", { search: NUL }, "query"],
  ["queries.list", { tags: [NUL] }, "query"],
  ["home.search", { text: NUL }, "query"],
  ["catalog.sample", { namespace: "x", name: NUL }, "query"],
  ["admin.addPerson", { email: "nul@example.org", name: NUL, role: "viewer" }, "mutation"],
  ["account.createKey", { name: NUL }, "mutation"],
  ["account.revokeKey", { id: NUL }, "mutation"],
  ["pipeline.tail", { after: "x" }, "query"],
  ["pipeline.tail", { after: "9".repeat(30) }, "query"],
  ["pipeline.tail", { after: null, debugId: NUL }, "query"],
  ["pipeline.tail", { after: null, type: NUL }, "query"],
  ["pipeline.minutes", { type: NUL }, "query"],
  ["pipeline.rejectedReasons", { hours: 1.5 }, "query"],
  ["pipeline.arrivals", { hours: 0 }, "query"],
  ["pipeline.accounting", { hours: 169 }, "query"],
])("%s refuses %j as the sender's mistake", async (path, input, kind) => {
  const answer = await call(path, input, kind === "mutation");
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain("Some of what was sent can't be used.");
});

const TOO_LONG = `SELECT '${"x".repeat(256 * 1024)}'`;
test.each([
  ["sql.run", { sql: TOO_LONG, rowLimit: null }, "longer than 256 KiB"],
  ["queries.create", { name: "n", sql: TOO_LONG }, "longer than 256 KiB"],
  [
    "sql.run",
    { sql: "SELECT $constructor", rowLimit: null, parameters: { constructor: "1" } },
    "A parameter can't be named __proto__, constructor or prototype.",
  ],
  ["sql.run", { sql: "SELECT {{ __proto__ }}", rowLimit: null }, "no value: __proto__"],
])("%s %# says what of it can't be used", async (path, input, words) => {
  const answer = await call(path, input, true);
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(words)]);
});

test.each([
  [{ query: TOO_LONG }, "longer than 256 KiB"],
  [{ query: "SELECT {{ constructor }}" }, "no value: constructor"],
  [{ query: "SELECT $prototype", parameters: { prototype: 1 } }, "can't be named __proto__"],
])("a REST run %# says what of it can't be used", async (body, words) => {
  const answer = await execute(request("/api/query_results", { method: "POST", key, body }));
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(words)]);
});

test.each([
  [createQuery, "/api/queries", { query: NUL }],
  [createQuery, "/api/queries", { name: NUL, query: "SELECT 1" }],
  [execute, "/api/query_results", { query: NUL }],
  [execute, "/api/query_results", { query: "SELECT $p", parameters: { p: NUL } }],
] as const)("a REST route %# refuses what the database would", async (route, path, body) => {
  expect((await route(request(path, { method: "POST", key, body }))).status).toBe(400);
});

test("the REST list refuses a search that the database would", async () => {
  expect((await listQueries(request("/api/queries?q=a%00b", { key }))).status).toBe(400);
  expect((await listQueries(request("/api/queries?tags=a%00b", { key }))).status).toBe(400);
});

test("a filter of the tail is text, not a pattern", async () => {
  const { prisma } = lab.database;
  const row = { outcome: "live", sizeBytes: 1, preview: "{}", namespace: "shop" };
  await prisma.recentDocument.createMany({
    data: [
      { ...row, docType: "my_visit" },
      { ...row, docType: "myxvisit" },
    ],
  });
  const found = async (type: string) => {
    const answer = await call("pipeline.tail", { after: null, type }, false);
    const { result } = (await answer.json()) as {
      result: { data: { json: { docType: string }[] } };
    };
    return result.data.json.map(({ docType }) => docType).toSorted();
  };
  expect(await found("MY_V")).toEqual(["my_visit"]);
  expect(await found("%")).toEqual([]);
  expect(await found("shop/my")).toEqual(["my_visit", "myxvisit"]);
});
