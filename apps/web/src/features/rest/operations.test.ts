import { describe, expect, test } from "vitest";
import { refuseRoute } from "./operations.ts";

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
    ["PUT", "/api/trpc/sql.run"],
    ["GET", "/api/auth/get-session"],
    ["PUT", "/sql"],
    ["GET", "/apidocs"],
  ])("%s %s is taken", (method, path) => {
    expect(refuseRoute(method, path)).toBeNull();
  });

  test.each([
    ["PUT", "/api/queries", "GET, POST, HEAD, OPTIONS"],
    ["GET", "/api/query_results", "POST, OPTIONS"],
    ["GET", "/api/queries/7/results", "POST, OPTIONS"],
    ["GET", "/api/queries/7/refresh", "POST, OPTIONS"],
    ["PUT", "/api/session", "GET, HEAD, OPTIONS"],
    ["PROPFIND", "/api/session", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"],
    ["PROPFIND", "/", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"],
    ["post", "/api/trpc/sql.run", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"],
  ])("%s %s is told what can be done", (method, path, allow) => {
    expect(refuseRoute(method, path)).toMatchObject({ status: 405, headers: { allow } });
  });

  test.each([
    "/api",
    "/api/",
    "/api/nope",
    "/api/queries/7/x/y",
    "/api/v1/openapiXjson",
    "/api/trpc",
  ])("to %s is told that there is nothing", (path) => {
    expect(refuseRoute("GET", path)).toMatchObject({
      status: 404,
      message: expect.stringContaining("/api/v1/openapi.json"),
    });
  });
});
