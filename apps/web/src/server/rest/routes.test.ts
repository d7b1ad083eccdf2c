import { getExecution, requestCancel, startExecution } from "@headwater/db/executions";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { POST as call } from "../../app/api/trpc/[trpc]/route.ts";
import { openPortalLab, type PortalLab, request } from "../test/portal-lab.ts";
import { calling } from "../test/rest-calls.ts";

const cancelJob = calling("DELETE", "/api/jobs/{id}");
const getJob = calling("GET", "/api/jobs/{id}");
const latestOf = calling("GET", "/api/queries/{id}/{name}");
const resultOf = calling("GET", "/api/queries/{id}/results/{name}");
const runSaved = calling("POST", "/api/queries/{id}/results");
const archive = calling("DELETE", "/api/queries/{id}");
const read = calling("GET", "/api/queries/{id}");
const save = calling("POST", "/api/queries/{id}");
const create = calling("POST", "/api/queries");
const list = calling("GET", "/api/queries");
const getResult = calling("GET", "/api/query_results/{name}");
const execute = calling("POST", "/api/query_results");

let lab: PortalLab;
let ada: Awaited<ReturnType<PortalLab["person"]>>;
beforeAll(async () => {
  lab = await openPortalLab();
  ada = await lab.person("analyst");
});
afterAll(() => lab.close());

const ask = (path: string, body?: unknown, key = ada.key) =>
  request(path, { key, method: body === undefined ? "GET" : "POST", body });
const at = (id: number | string) => ({ params: Promise.resolve({ id: String(id) }) });

interface Query {
  readonly id: number;
  readonly version: number;
}

async function saved(body: object = {}): Promise<Query> {
  const answer = await create(ask("/api/queries", { name: "One", query: "SELECT 1", ...body }));
  expect(answer.status).toBe(200);
  return (await answer.json()) as Query;
}

describe("a saved query", () => {
  test("comes back with the keys that Re:dash's clients read", async () => {
    const { id } = await saved({ description: null, tags: ["core"] });
    const answer = await (await read(ask(`/api/queries/${id}`), at(id))).json();
    expect(answer).toMatchObject({
      id,
      name: "One",
      query: "SELECT 1",
      description: "",
      tags: ["core"],
      version: 1,
      data_source_id: 1,
      is_archived: false,
      is_draft: false,
      schedule: null,
      options: { parameters: [] },
      user: { id: ada.id, email: ada.email },
      visualizations: [],
    });
  });

  test("is saved over the version it was read at, or refused as a conflict", async () => {
    const { id } = await saved();
    const change = (body: object) => save(ask(`/api/queries/${id}`, body), at(id));
    expect((await change({ query: "SELECT 2", version: 1 })).status).toBe(200);
    const late = await change({ query: "SELECT 3", version: 1 });
    expect(late.status).toBe(409);
    expect(await late.json()).toEqual({
      code: "conflict",
      message: expect.stringContaining("newer version"),
    });
    // Re:dash's own scripts send no version: the last save wins, as in Re:dash.
    expect(await (await change({ query: "SELECT 4" })).json()).toMatchObject({
      query: "SELECT 4",
      version: 3,
      name: "One",
    });
  });

  test("that is archived is not listed and can't be run", async () => {
    const { id } = await saved({ name: "Wombat" });
    const count = async () =>
      ((await (await list(ask("/api/queries?q=wombat"))).json()) as { count: number }).count;
    expect(await count()).toBe(1);
    const answer = await archive(
      request(`/api/queries/${id}`, { method: "DELETE", key: ada.key }),
      at(id),
    );
    expect([answer.status, await answer.json()]).toEqual([200, {}]);
    expect(await count()).toBe(0);
    expect((await runSaved(ask(`/api/queries/${id}/results`, {}), at(id))).status).toBe(409);
  });

  test("of another person can be read, but not changed", async () => {
    const { id } = await saved();
    const bob = await lab.person("analyst");
    expect((await read(ask(`/api/queries/${id}`, undefined, bob.key), at(id))).status).toBe(200);
    const change = await save(ask(`/api/queries/${id}`, { name: "Bob's" }, bob.key), at(id));
    expect(change.status).toBe(403);
  });

  test.each(["0", "-1", "1e3", "abc", "999999999"])("%s is not found", async (id) => {
    const answer = await read(ask(`/api/queries/${id}`), at(id));
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ message: expect.stringMatching(/quer/i) });
  });
});

test("pages of the list are disjoint, ordered and whole", async () => {
  for (const name of ["p3", "p1", "p2"]) await saved({ name: `page ${name}`, tags: ["pages"] });
  const names: string[] = [];
  for (const page of [1, 2, 3]) {
    const path = `/api/queries?tags=pages&page_size=1&page=${page}&order=name`;
    const answer = await (await list(ask(path))).json();
    expect(answer).toMatchObject({ count: 3, page, page_size: 1 });
    names.push(...(answer as { results: { name: string }[] }).results.map((one) => one.name));
  }
  expect(names).toEqual(["page p1", "page p2", "page p3"]);
});

describe("what can't be used is refused by name", () => {
  test.each([
    ["page_size=251", "page_size"],
    ["page=0", "page"],
    ["page=x", "page"],
    ["order=owner", "order"],
    [`q=${"x".repeat(201)}`, "q"],
  ])("the list with %s", async (query, field) => {
    const answer = await list(ask(`/api/queries?${query}`));
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as { message: string }).message).toMatch(
      new RegExp(`^${field}: `),
    );
  });

  test.each([
    [{}, "query: "],
    [{ query: "" }, "query: "],
    [{ query: "SELECT 1", data_source_id: 2 }, "data_source_id: The only data source has the id 1"],
    [{ query: "SELECT 1", max_age: -2 }, "max_age: "],
    [{ query: "SELECT 1", parameters: { a: [1, 2] } }, "parameters.a: A parameter has one value"],
    [{ query: "SELECT 1", parameters: { a: null } }, "For a list give each part a parameter"],
    [{ query: "SELECT 1", parameters: { a: "x".repeat(10_001) } }, "parameters.a: "],
    [{ query: "SELECT 1", parameters: { "a-b": 1 } }, 'can\'t be named "a-b". A name has letters'],
    [{ query: "SELECT {{ a😀 }}" }, 'can\'t be named "a😀". A name has letters'],
  ])("a statement as %j", async (body, words) => {
    const answer = await execute(ask("/api/query_results", body));
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as { message: string }).message).toContain(words);
  });

  test("a query without a name", async () => {
    const answer = await create(ask("/api/queries", { name: " ", query: "SELECT 1" }));
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { message: "name: Give the query a name." },
    ]);
  });

  test("a body that is not JSON, and one that is too long", async () => {
    const raw = (body: string) =>
      create(
        new Request("http://127.0.0.1:3000/api/queries", {
          method: "POST",
          body,
          headers: { authorization: `Key ${ada.key}` },
        }),
      );
    const broken = await raw("{");
    expect([broken.status, await broken.json()]).toEqual([
      400,
      { code: "invalid", message: "The body is not JSON." },
    ]);
    expect((await raw(`"${"x".repeat(2_000_000)}"`)).status).toBe(413);
  });
});

describe("a run, while the query role is away", () => {
  test("is a queued job without a result", async () => {
    const answer = await execute(ask("/api/query_results", { query: "SELECT 1", max_age: 0 }));
    const { job } = (await answer.json()) as { job: { id: string } };
    expect(job).toMatchObject({ status: 1, error: "", result: null, query_result_id: null });
    const again = await (await getJob(ask(`/api/jobs/${job.id}`), at(job.id))).json();
    expect(again).toMatchObject({ job: { id: job.id, status: 1 } });
    for (const name of [job.id, `${job.id}.csv`]) {
      const none = await getResult(ask("/"), { params: Promise.resolve({ name }) });
      expect([none.status, await none.json()]).toEqual([
        404,
        {
          code: "not_found",
          message: "There is no result yet: the run has not ended. Its state is at /api/jobs/{id}.",
        },
      ]);
    }
  });

  test("has the time limit of the settings", async () => {
    const answer = await execute(ask("/api/query_results", { query: "SELECT 1" }));
    const { job } = (await answer.json()) as { job: { id: string } };
    expect((await getExecution(lab.database, job.id))?.timeoutMs).toBe(60_000);
  });

  test.each(["xlsx", "exe", "CSV"])("has no .%s", async (extension) => {
    const name = `0b9c1e9e-3f0c-4c5b-8a3e-0f2d3c4b5a69.${extension}`;
    const answer = await getResult(ask("/"), { params: Promise.resolve({ name }) });
    expect(answer.status).toBe(404);
  });

  test("limits rows only where the caller asks for it", async () => {
    const limitOf = async (body: object) => {
      const answer = await execute(ask("/api/query_results", { query: "SELECT 1", ...body }));
      const { job } = (await answer.json()) as { job: { id: string } };
      const where = { id: job.id };
      return (await lab.database.prisma.execution.findUniqueOrThrow({ where })).rowLimit;
    };
    expect(await limitOf({ apply_auto_limit: true })).toBe(1000);
    expect(await limitOf({})).toBeNull();
  });

  test("of an admin is not found by a viewer: neither its job nor its result, and it can't be cancelled", async () => {
    const admin = await lab.person("admin");
    const { id } = await startExecution(lab.database, {
      person: { id: admin.id, role: "admin" },
      purpose: "interactive",
      sql: "SELECT 1",
      timeoutMs: 1000,
    });
    const vic = await lab.person("viewer");
    const answers = await Promise.all([
      getJob(ask("/", undefined, vic.key), at(id)),
      cancelJob(request("/", { method: "DELETE", key: vic.key }), at(id)),
      getResult(ask("/", undefined, vic.key), { params: Promise.resolve({ name: `${id}.csv` }) }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  });
});

describe("a template of Re:dash", () => {
  const send = (body: object) => execute(ask("/api/query_results", body));

  test("is run with its values bound, whatever they contain", async () => {
    const p = { start: "2026-01-01", end: "x'; DROP TABLE y; --" };
    const query = "SELECT {{ n }}, {{ p.start }}, {{ p.end }}";
    const { job } = (await (await send({ query, parameters: { n: 7, p } })).json()) as Job;
    expect(await getExecution(lab.database, job.id)).toMatchObject({
      sql: "SELECT $n, $p_start, $p_end",
      parameters: { n: "7", p_start: p.start, p_end: p.end },
    });
  });

  test("is a saved query too, for a viewer as well", async () => {
    const { id } = await saved({ query: "SELECT {{ n }}" });
    const vic = await lab.person("viewer");
    const path = `/api/queries/${id}/results`;
    const answer = await runSaved(ask(path, { parameters: { n: 1 } }, vic.key), at(id));
    const { job } = (await answer.json()) as Job;
    expect((await getExecution(lab.database, job.id))?.sql).toBe("SELECT $n");
    const missing = await runSaved(ask(path, {}, vic.key), at(id));
    expect([missing.status, await missing.json()]).toEqual([
      400,
      {
        code: "invalid",
        message: 'These parameters have no value: n. Send them in "parameters".',
        details: { missing: ["n"] },
      },
    ]);
  });

  test("inside quotes is refused with advice", async () => {
    const answer = await send({ query: "SELECT '{{ n }}'", parameters: { n: 1 } });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("Remove the quotes");
  });
});

interface Job {
  readonly job: { readonly id: string };
}

describe("results of a saved query", () => {
  const byName = (id: number | string, name: string) => ({
    params: Promise.resolve({ id: String(id), name }),
  });
  const finished = async (tables: readonly string[], savedQueryId: number) => {
    const answer = await execute(
      ask("/api/query_results", { query: "SELECT 1", query_id: savedQueryId }),
    );
    const { job } = (await answer.json()) as Job;
    await lab.database.pool.query(
      "UPDATE execution SET state = 'failed', tables = $2 WHERE id = $1",
      [job.id, tables],
    );
    return job.id;
  };

  test("are those of the query itself", async () => {
    const mine = await saved({ query: "SELECT 1" });
    const other = await saved({ query: "SELECT 1" });
    const run = await finished([], mine.id);
    const ofMine = await resultOf(ask("/"), byName(mine.id, `${run}.csv`));
    // The run belongs to the query, although it failed.
    expect(await ofMine.text()).toContain("There is no result: the run failed.");
    const ofOther = await resultOf(ask("/"), byName(other.id, `${run}.csv`));
    expect(await ofOther.text()).toContain(`Query ${other.id} has no such result.`);
  });

  test("do not exist before a run has ended", async () => {
    const { id } = await saved();
    const latest = async () => {
      const answer = await latestOf(ask("/"), byName(id, "results.csv"));
      return [answer.status, await answer.text()];
    };
    const none = [404, expect.stringContaining("has no latest result")];
    expect(await latest()).toEqual(none);
    await runSaved(ask(`/api/queries/${id}/results`, {}), at(id));
    expect(await latest()).toEqual(none);
  });

  test.each(["result.csv", "results.xlsx", "x.csv"])("are not %s", async (name) => {
    const { id } = await saved();
    expect((await latestOf(ask("/"), byName(id, name))).status).toBe(404);
  });
});

test("a key in the URL is refused, even a good one", async () => {
  const answer = await list(request(`/api/queries?api_key=${ada.key}`));
  expect([answer.status, await answer.json()]).toEqual([
    400,
    { code: "invalid", message: expect.stringContaining("Authorization: Key") },
  ]);
});

describe("a full queue", () => {
  const run = (key: string) => execute(ask("/api/query_results", { query: "SELECT 1" }, key));
  const full = {
    code: "queue_full",
    message: expect.stringContaining("You have 20 statements waiting"),
    details: { limit: 20, position: 21 },
  };

  test("takes twenty statements of one person and refuses the next one", async () => {
    const eve = await lab.person("analyst");
    const answers = await Promise.all(Array.from({ length: 30 }, () => run(eve.key)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(10);
    expect(refused[0]?.headers.get("retry-after")).toBe("5");
    expect(await refused[0]?.json()).toEqual(full);
    expect((await run(ada.key)).status).toBe(200);
    const body = { json: { sql: "SELECT 1", rowLimit: null } };
    const trpc = await call(request("/api/trpc/sql.run", { method: "POST", key: eve.key, body }));
    expect([trpc.status, trpc.headers.get("retry-after")]).toEqual([429, "5"]);
    const { error } = (await trpc.json()) as { error: { json: { data: object } } };
    expect(error.json).toMatchObject({
      message: full.message,
      data: { reason: "queue_full", details: full.details },
    });
  });

  test("has room again once one was cancelled", async () => {
    const eve = await lab.person("analyst");
    const first = await run(eve.key);
    await Promise.all(Array.from({ length: 19 }, () => run(eve.key)));
    expect((await run(eve.key)).status).toBe(429);
    const { job } = (await first.json()) as { job: { id: string } };
    await requestCancel(lab.database, job.id);
    expect((await run(eve.key)).status).toBe(200);
  });
});
