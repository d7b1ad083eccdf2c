import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPortalLab, type PortalLab, request } from "../test/portal-lab.ts";
import { calling } from "../test/rest-calls.ts";

const schemaOf = calling("GET", "/api/data_sources/{id}/schema");
const refresh = calling("POST", "/api/queries/{id}/refresh");
const create = calling("POST", "/api/queries");

let lab: PortalLab;
beforeAll(async () => {
  lab = await openPortalLab();
});
afterAll(() => lab.close());

const at = (id: number | string) => ({ params: Promise.resolve({ id: String(id) }) });

describe("a refresh", () => {
  async function saved(sql: string) {
    const { key } = await lab.person("analyst");
    const body = { name: "One", query: sql };
    const answer = await create(request("/api/queries", { method: "POST", key, body }));
    return ((await answer.json()) as { id: number }).id;
  }
  async function asViewer(id: number | string, search = "", body?: unknown) {
    const { key } = await lab.person("viewer");
    const path = `/api/queries/${id}/refresh${search}`;
    return refresh(request(path, { method: "POST", key, body }), at(id));
  }

  test("runs a saved query again and answers its job", async () => {
    const id = await saved("SELECT $a, {{ b }}, {{ day.start }}");
    const answer = await asViewer(id, "?p_a=1&p_b=two&other=x", {
      parameters: { b: "2", day: { start: "2026-01-01", end: "2026-01-02" } },
    });
    expect(answer.status).toBe(200);
    const { job } = (await answer.json()) as { job: { id: string } };
    expect(job).toMatchObject({ status: 1, result: null });
    const where = { id: job.id };
    expect(await lab.database.prisma.execution.findUniqueOrThrow({ where })).toMatchObject({
      originKind: "saved_query",
      originId: String(id),
      fresh: true,
      sql: "SELECT $a, $b, $day_start",
      parameters: { a: "1", b: "two", day_start: "2026-01-01" },
    });
  });

  test("works without a body, and is refused for an unknown query or missing values", async () => {
    expect((await asViewer(await saved("SELECT 1"))).status).toBe(200);
    expect((await asViewer("nope")).status).toBe(404);
    const bare = await asViewer(await saved("SELECT {{ b }}"));
    expect([bare.status, await bare.text()]).toEqual([400, expect.stringContaining("value: b")]);
    const hostile = await asViewer(await saved("SELECT 1"), "?p_constructor=1");
    expect(hostile.status).toBe(400);
  });
});

describe("the schema of the data source", () => {
  const schemaFor = async (role: "viewer" | "analyst", id: string) => {
    const { key } = await lab.person(role);
    return schemaOf(request(`/api/data_sources/${id}/schema`, { key }), at(id));
  };
  const named = async (answer: Response) =>
    ((await answer.json()) as { schema: { name: string; columns: string[] }[] }).schema;

  test("names the tables that the caller may read, with their columns", async () => {
    const tables = await named(await schemaFor("analyst", "1"));
    const rejected = tables.find(({ name }) => name === "pipeline.rejected");
    expect(rejected?.columns).toContain("error_message");
    const fewer = (await named(await schemaFor("viewer", "1"))).map(({ name }) => name);
    expect(fewer).not.toContain("pipeline.rejected");
    expect(fewer).not.toEqual([]);
  });

  test("exists only for the one data source", async () => {
    expect((await schemaFor("viewer", "2")).status).toBe(404);
  });
});
