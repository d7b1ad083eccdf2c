import { describe, expect, test } from "vitest";
import { answerRest } from "./app.ts";
import { refuseMethod } from "./refusals.ts";

const ask = (method: string, path: string) =>
  answerRest(new Request(`http://telemetry.example${path}`, { method }));
const bodyOf = async (answer: Response) =>
  (await answer.json()) as { code: string; message: string };

describe("a request under /api", () => {
  test.each([
    ["GET", "/api/queries"],
    ["HEAD", "/api/queries"],
    ["OPTIONS", "/api/jobs/7"],
    ["DELETE", "/api/jobs/7"],
    ["GET", "/api/queries/7/results.csv"],
    ["GET", "/api/queries/7/results/x.csv"],
    ["POST", "/api/queries/7/results"],
    ["POST", "/api/queries/7/refresh"],
    ["GET", "/api/data_sources/1/schema"],
    ["GET", "/api/v1/schemas"],
  ])("%s %s is an allowed method", async (method, path) => {
    const options = await ask("OPTIONS", path);
    expect(options.status).toBe(204);
    expect(options.headers.get("allow")?.split(", ")).toContain(method);
  });

  test.each([
    ["PUT", "/api/queries", "GET, POST, HEAD, OPTIONS"],
    ["GET", "/api/query_results", "POST, OPTIONS"],
    // A GET path with a variable last part does not answer in place of these paths.
    ["GET", "/api/queries/7/results", "POST, OPTIONS"],
    ["HEAD", "/api/queries/7/results", "POST, OPTIONS"],
    ["GET", "/api/queries/7/refresh", "POST, OPTIONS"],
    ["PUT", "/api/session", "GET, HEAD, OPTIONS"],
    ["DELETE", "/api/queries/7/results/x.csv", "GET, HEAD, OPTIONS"],
  ])("%s %s is refused with the allowed methods", async (method, path, allow) => {
    const refusal = await ask(method, path);
    expect([refusal.status, refusal.headers.get("allow")]).toEqual([405, allow]);
    if (method === "HEAD") return;
    const message = `${path} takes ${allow}.`;
    expect(await bodyOf(refusal)).toEqual({ code: "method_not_allowed", message });
  });

  test.each([
    "/api",
    "/api/",
    "/api/nope",
    "/api/nothing%20here",
    "/api/%73ession",
    "/api/queries/7/x/y",
    "/api/v1/openapiXjson",
    "/api/trpc",
  ])("to %s is answered by not found", async (path) => {
    const refusal = await ask("GET", path);
    expect([refusal.status, refusal.headers.get("allow")]).toEqual([404, null]);
    const message = `There is no ${path}. /api/v1/openapi.json lists all routes.`;
    expect(await bodyOf(refusal)).toEqual({ code: "not_found", message });
  });
});

test("OPTIONS lists the methods of an address", async () => {
  const options = await ask("OPTIONS", "/api/jobs/7");
  expect([options.status, options.headers.get("allow")]).toEqual([
    204,
    "DELETE, GET, HEAD, OPTIONS",
  ]);
  expect((await ask("OPTIONS", "/api/nothing")).status).toBe(404);
});

test.each([
  ["PROPFIND", "/api/session"],
  ["PROPFIND", "/"],
  ["post", "/api/trpc/sql.run"],
])("%s, which no address takes, is refused at %s", (method, path) => {
  const allow = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
  expect(refuseMethod(method, path)).toMatchObject({ status: 405, headers: { allow } });
  expect(refuseMethod("PUT", path)).toBeNull();
});
