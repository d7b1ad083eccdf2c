import { describe, expect, test } from "vitest";
import { answerRest, ROUTES } from "./app.ts";
import { allowedMethods, refuseMethod, refuseRoute } from "./refusals.ts";

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
    ["GET", "/api/v1/openapi.json"],
  ])("%s %s is taken", (method, path) => {
    expect(allowedMethods(path, ROUTES)).toContain(method);
  });

  test.each([
    ["/api/queries", "GET, POST, HEAD, OPTIONS"],
    ["/api/query_results", "POST, OPTIONS"],
    ["/api/queries/7/results", "POST, OPTIONS"],
    ["/api/queries/7/refresh", "POST, OPTIONS"],
    ["/api/session", "GET, HEAD, OPTIONS"],
  ])("to %s with another method is told what can be done", (path, allow) => {
    expect(refuseRoute(path, ROUTES)).toMatchObject({ status: 405, headers: { allow } });
  });

  test.each([
    "/api",
    "/api/",
    "/api/nope",
    "/api/queries/7/x/y",
    "/api/v1/openapiXjson",
    "/api/trpc",
  ])("to %s is told that there is nothing", (path) => {
    expect(refuseRoute(path, ROUTES)).toMatchObject({
      status: 404,
      message: expect.stringContaining("/api/v1/openapi.json"),
    });
  });
});

test.each([
  ["GET", "/api/nothing", { status: 404, code: "not_found", allow: null }],
  [
    "PUT",
    "/api/queries",
    { status: 405, code: "method_not_allowed", allow: "GET, POST, HEAD, OPTIONS" },
  ],
] as const)("%s %s is told why in JSON", async (method, path, { status, code, allow }) => {
  const refusal = await answerRest(new Request(`http://telemetry.example${path}`, { method }));
  expect([refusal.status, refusal.headers.get("allow")]).toEqual([status, allow]);
  expect(await refusal.json()).toEqual({ code, message: expect.stringContaining(path) });
});

test("OPTIONS tells what an address takes", async () => {
  const ask = (method: string, path: string) =>
    answerRest(new Request(`http://telemetry.example${path}`, { method }));
  const options = await ask("OPTIONS", "/api/jobs/7");
  expect([options.status, options.headers.get("allow")]).toEqual([
    204,
    "GET, DELETE, HEAD, OPTIONS",
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
