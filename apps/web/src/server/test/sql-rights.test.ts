import { getExecution } from "@headwater/db/executions";
import { HOSTILE } from "@headwater/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GET, POST } from "../../app/api/trpc/[trpc]/route.ts";
import { openPortalLab, type PortalLab, request } from "./portal-lab.ts";
import { calling } from "./rest-calls.ts";

const runSaved = calling("POST", "/api/queries/{id}/results");
const createQuery = calling("POST", "/api/queries");
const execute = calling("POST", "/api/query_results");

type Person = Awaited<ReturnType<PortalLab["person"]>>;

let lab: PortalLab;
let viewer: Person;
let analyst: Person;
let saved: number;
const SAVED = "SELECT $day AS day";

beforeAll(async () => {
  lab = await openPortalLab();
  viewer = await lab.person("viewer");
  analyst = await lab.person("analyst");
  const body = { name: "By day", query: SAVED };
  const answer = await createQuery(
    request("/api/queries", { key: analyst.key, method: "POST", body }),
  );
  saved = ((await answer.json()) as { id: number }).id;
  await lab.database.prisma.lakeTable.create({
    data: { namespace: "pipeline", name: "rejected", columns: [] },
  });
});
afterAll(() => lab.close());

const byRest = ({ key }: Person, body: object) =>
  execute(request("/api/query_results", { key, method: "POST", body }));
const mutate = ({ key }: Person, path: string, json: unknown) =>
  POST(request(`/api/trpc/${path}`, { key, method: "POST", body: { json } }));
const ask = async ({ key }: Person, path: string, json: unknown) => {
  const input = encodeURIComponent(JSON.stringify({ json }));
  return GET(request(`/api/trpc/${path}?input=${input}`, { key }));
};
const runs = ({ id }: Person) => lab.database.prisma.execution.count({ where: { userId: id } });
const TO_ASK = /ask an admin for the role analyst/;

describe("SQL of their own", () => {
  test("is refused to a viewer, each hostile statement included, before anything is recorded", async () => {
    for (const sql of ["SELECT 1", "FROM pipeline.rejected", ...HOSTILE]) {
      const answers = await Promise.all([
        byRest(viewer, { query: sql }),
        byRest(viewer, { query: sql, query_id: saved }),
        mutate(viewer, "sql.run", { sql, rowLimit: null }),
        mutate(viewer, "sql.run", { sql, rowLimit: null, savedQueryId: saved }),
        ask(viewer, "sql.validate", { sql }),
        ask(viewer, "sql.complete", { sql, cursor: 0 }),
      ]);
      expect(
        answers.map(({ status }) => status),
        sql,
      ).toEqual(Array(6).fill(403));
      for (const answer of answers.slice(0, 4)) expect(await answer.text(), sql).toMatch(TO_ASK);
    }
    expect(await runs(viewer)).toBe(0);
    const refused = { userId: viewer.id, action: "query.run", outcome: "refused" };
    expect(await lab.database.prisma.auditEvent.count({ where: refused })).toBe(
      4 * (HOSTILE.length + 2),
    );
  });

  test("can be run by an analyst, with a saved query or without", async () => {
    expect((await byRest(analyst, { query: "SELECT 1" })).status).toBe(200);
    const body = { sql: "SELECT 2", rowLimit: null, savedQueryId: saved };
    expect((await mutate(analyst, "sql.run", body)).status).toBe(200);
    expect(await runs(analyst)).toBe(2);
    // A run of another text is not shown as a run of the query.
    const own = { userId: analyst.id, originKind: "saved_query", originId: String(saved) };
    expect(await lab.database.prisma.execution.count({ where: own })).toBe(0);
  });
});

describe("a saved query", () => {
  test("can be run unchanged by a viewer, with their own values", async () => {
    const parameters = { day: "2026-03-01" };
    const answers = [
      await byRest(viewer, { query: SAVED, query_id: saved, parameters }),
      await runSaved(request("/", { key: viewer.key, method: "POST", body: { parameters } }), {
        params: Promise.resolve({ id: String(saved) }),
      }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      const { job } = (await answer.json()) as { job: { id: string } };
      expect(await getExecution(lab.database, job.id)).toMatchObject({
        sql: SAVED,
        parameters,
        userId: viewer.id,
      });
    }
    const run = { sql: `\n${SAVED} ;`, rowLimit: 10, savedQueryId: saved };
    expect((await mutate(viewer, "sql.run", run)).status).toBe(200);
  });

  test("that does not exist is not found by anybody", async () => {
    for (const person of [viewer, analyst]) {
      const answer = await byRest(person, { query: "SELECT 1", query_id: 999_999 });
      expect([answer.status, await answer.text()]).toEqual([
        404,
        expect.stringContaining("There is no query 999999."),
      ]);
    }
  });
});

describe("the rejected pings", () => {
  test.each([
    ["sql.tree", undefined],
    ["catalog.tables", undefined],
    ["catalog.table", { namespace: "pipeline", name: "rejected" }],
    ["search.all", { text: "rejected" }],
  ])("are named by %s to those who may read them", async (path, input) => {
    const text = async (person: Person) => (await ask(person, path, input)).text();
    // Everybody may see the counts of rejected pings and the column of that name, but not the
    // table.
    const named = /"pipeline\.rejected"|"namespace":"pipeline","name":"rejected"/;
    expect(await text(analyst)).toMatch(named);
    expect(await text(viewer)).not.toMatch(named);
  });

  test("are not the counts, which everybody finds even before the first rejected ping", async () => {
    expect(await (await ask(viewer, "search.all", { text: "ACCOUNT" })).text()).toContain(
      '"pipeline.accounting"',
    );
  });
});
