import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { POST as signIn } from "../../app/api/auth/[...all]/route.ts";
import { GET, POST } from "../../app/api/trpc/[trpc]/route.ts";
import { ORIGIN, openPortalLab, type PortalLab, request } from "./portal-lab.ts";
import { calling } from "./rest-calls.ts";

const createQuery = calling("POST", "/api/queries");
const listQueries = calling("GET", "/api/queries");
const execute = calling("POST", "/api/query_results");
const createKey = calling("POST", "/api/v1/api-keys");
const importFiles = calling("POST", "/api/v1/schemas/import");

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

// PostgreSQL's text has no NUL, its bigint has a limit, and its intervals have whole hours: other
// values are the sender's mistake.
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
  ["search.all", { text: NUL }, "query"],
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
])("%s %# is refused with the reason", async (path, input, words) => {
  const answer = await call(path, input, true);
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(words)]);
});

test.each([
  [{ query: TOO_LONG }, "longer than 256 KiB"],
  [{ query: "SELECT {{ constructor }}" }, "no value: constructor"],
  [{ query: "SELECT $prototype", parameters: { prototype: 1 } }, "can't be named __proto__"],
])("a REST run %# is refused with the reason", async (body, words) => {
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

// Half of a surrogate pair, which the database can't store: the driver would write another
// character instead.
const HALF = "cut \ud83d";
test.each([
  ["sql.run", { sql: `SELECT '${HALF}'`, rowLimit: null }, "json.sql"],
  ["sql.run", { sql: "SELECT $p", rowLimit: null, parameters: { p: HALF } }, "json.parameters.p"],
  ["sql.run", { sql: "SELECT 1", rowLimit: null, parameters: { [HALF]: "" } }, "json.parameters"],
  ["queries.create", { name: HALF, sql: "SELECT 1" }, "json.name"],
  ["queries.create", { name: "n", sql: "SELECT 1", tags: ["a", "\udc00"] }, "json.tags.1"],
  ["queries.list", { search: HALF }, "json.search"],
  ["account.createKey", { name: HALF }, "json.name"],
  ["account.setPassword", { next: `long enough ${HALF}` }, "json.next"],
  ["admin.addPerson", { email: "half@example.org", name: HALF, role: "viewer" }, "json.name"],
  ["admin.importSchemas", { files: [{ path: HALF, text: "{}" }] }, "json.files.0.path"],
])("%s refuses half of a character in %j", async (path, input, place) => {
  const answer = await call(path, input, path !== "queries.list");
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain(`${place} holds half of a character`);
});

test.each([
  [createQuery, "/api/queries", { query: "SELECT 1", tags: ["\udc00"] }, "tags.0"],
  [createQuery, "/api/queries", { query: "SELECT 1", name: HALF }, "name"],
  [execute, "/api/query_results", { query: HALF }, "query"],
  [execute, "/api/query_results", { query: "SELECT 1", parameters: { p: HALF } }, "parameters.p"],
  [importFiles, "/api/v1/schemas/import", { files: [{ path: "a", text: HALF }] }, "files.0.text"],
  [createKey, "/api/v1/api-keys", { name: HALF }, "name"],
  [signIn, "/api/auth/sign-in/email", { email: HALF, password: "x" }, "email"],
] as const)("a REST route %# refuses half of a character", async (route, path, body, place) => {
  const answer = await route(request(path, { method: "POST", key, body }));
  const { message } = (await answer.json()) as { message: string };
  expect([answer.status, message.split(" holds ")]).toEqual([
    400,
    [place, expect.stringMatching(/^half of a character \(\\u[0-9a-f]{4}\): send both halves/)],
  ]);
});

const raw = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
  new Request(`${ORIGIN}${path}`, {
    method: "POST",
    headers: { authorization: `Key ${key}`, "content-type": "application/json", ...headers },
    body,
  });

test.each([createQuery, POST])("bytes that are no UTF-8 are refused by %o", async (route) => {
  const body = Buffer.concat([
    Buffer.from('{"name":"'),
    Buffer.from([0xed, 0xa0, 0x80, 0x22, 0x7d]),
  ]);
  const answer = await route(raw("/api/trpc/queries.create", body));
  expect([answer.status, await answer.text()]).toEqual([
    400,
    expect.stringContaining("The body is not UTF-8."),
  ]);
});

test("a deeply nested value does not overflow the stack", async () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const rest = await createQuery(raw("/api/queries", `{"query":${deep}}`));
  const trpc = await POST(raw("/api/trpc/queries.create", `{"json":{"name":${deep}}}`));
  for (const answer of [rest, trpc])
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining("nested deeper than 200 levels"),
    ]);
});

describe("a request of many calls", () => {
  const batch = (calls: number) => {
    const paths = Array.from({ length: calls }, () => "queries.get").join(",");
    const input = Object.fromEntries(
      Array.from({ length: calls }, (_, n) => [n, { json: { id: 1 } }]),
    );
    return POST(raw(`/api/trpc/${paths}?batch=1`, JSON.stringify(input)));
  };

  test("is answered up to twenty", async () => {
    const answers = (await (await batch(20)).json()) as { error: { json: { message: string } } }[];
    expect(answers.map(({ error }) => error.json.message)).toEqual(
      Array(20).fill("There is no query 1."),
    );
  });

  test.each([21, 600])("of %i is refused as a whole with the reason", async (calls) => {
    const answer = await batch(calls);
    const { error } = (await answer.json()) as { error: { json: { message: string } } };
    expect([answer.status, error.json.message]).toEqual([
      413,
      `A request has up to 20 calls, this one has ${calls}: send several.`,
    ]);
  });

  test("is counted also with encoded commas", async () => {
    const paths = Array(21).fill("queries.get").join("%2C");
    expect((await POST(raw(`/api/trpc/${paths}?batch=1`, "{}"))).status).toBe(413);
  });
});

describe("a body", () => {
  const padded = (bytes: number) =>
    `{"json":{"files":[{"path":"x","text":"${"x".repeat(bytes)}"}]}}`;
  const asked = async (route: typeof POST, path: string, body: BodyInit, headers = {}) => {
    const answer = await route(raw(path, body, headers));
    return [answer.status, await answer.text()];
  };
  const upTo = (bytes: number) => [413, expect.stringContaining(`up to ${bytes} bytes`)];
  const MIB = 1024 * 1024;

  test("of an import has room for a repository of schemas", async () => {
    const [status] = await asked(POST, "/api/trpc/admin.importSchemas", padded(3_900_000));
    expect(status).toBe(200);
    const rest = JSON.stringify({ files: [{ path: "x", text: "x".repeat(31 * MIB) }] });
    expect((await asked(importFiles, "/api/v1/schemas/import", rest))[0]).toBe(200);
  });

  test.each([
    ["an import beyond that", "/api/trpc/admin.importSchemas", 33 * MIB, 32 * MIB],
    ["anything else", "/api/trpc/queries.create", 2_000_000, 2_000_000],
    ["an import of who may not", "/api/trpc/admin.importSchemas", 2_000_000, 2_000_000],
  ])("of %s is too large, with and without a declared length", async (name, path, bytes, limit) => {
    const viewer = name.endsWith("who may not") ? (await lab.person("viewer")).key : key;
    const body = padded(bytes);
    const headers = { authorization: `Key ${viewer}` };
    expect(await asked(POST, path, body, headers)).toEqual(upTo(limit));
    const declared = { ...headers, "content-length": String(body.length) };
    expect(await asked(POST, path, "{}", declared)).toEqual(upTo(limit));
  });

  test.each(["text/plain", "application/octet-stream", "multipart/form-data; boundary=x", ""])(
    "of the type %j is none for a page's call",
    async (type) => {
      const headers = { "content-type": type };
      expect((await asked(POST, "/api/trpc/queries.create", "x", headers))[0]).toBe(415);
    },
  );
});

test("the REST list refuses a search that the database would", async () => {
  expect((await listQueries(request("/api/queries?q=a%00b", { key }))).status).toBe(400);
  expect((await listQueries(request("/api/queries?tags=a%00b", { key }))).status).toBe(400);
});

test("a search of too many words is refused, by page and by REST", async () => {
  const words = "a b c d e f g h i j k";
  const page = await call("queries.list", { search: words }, false);
  const rest = await listQueries(request(`/api/queries?q=${words.replaceAll(" ", "+")}`, { key }));
  for (const answer of [page, rest])
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining("A search has up to 10 words."),
    ]);
});

test("the number of a person's keys and of a query's charts is limited", async () => {
  const { id, key: own } = await lab.person("analyst");
  const { prisma } = lab.database;
  const some = (count: number) => Array.from({ length: count }, (_, n) => n);
  await prisma.apikey.createMany({
    data: some(99).map((n) => ({ id: `${id}-${n}`, key: `${id}-${n}`, referenceId: id })),
  });
  const made = await POST(
    request("/api/trpc/account.createKey", {
      method: "POST",
      key: own,
      body: { json: { name: "n" } },
    }),
  );
  expect([made.status, await made.text()]).toEqual([409, expect.stringContaining("100 API keys")]);
  const query = await prisma.savedQuery.create({
    data: { name: "n", sql: "SELECT 1", ownerId: id },
  });
  const chart = { name: "c", type: "line", savedQueryId: query.id };
  await prisma.visualization.createMany({ data: some(50).map(() => chart) });
  const mapping = { type: "line", x: null, y: [], series: null, aggregate: "sum" };
  const input = { queryId: query.id, name: "c", mapping };
  const drawn = await POST(
    request("/api/trpc/queries.createVisualization", {
      method: "POST",
      key: own,
      body: { json: input },
    }),
  );
  expect([drawn.status, await drawn.text()]).toEqual([
    409,
    expect.stringContaining("up to 50 charts"),
  ]);
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
