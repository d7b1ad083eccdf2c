import { globSync } from "node:fs";
import { join } from "node:path";
import { ROLES, type Role } from "@headwater/domain/rights";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GET, POST } from "../../app/api/trpc/[trpc]/route.ts";
import { ROUTES as ALL_ROUTES, answerRest } from "../rest/app.ts";
import { appRouter } from "../root.ts";
import type { ProcedureMeta } from "../trpc.ts";
import { PROCEDURES, ROUTES, SAME_ACTIONS } from "./call-table.ts";
import { openPortalLab, type PortalLab, request } from "./portal-lab.ts";

/**
 * Route files of `app/api`: the file of the REST routes, and the files that have their own rules
 * and tests.
 */
const ROUTE_FILES = ["[[...path]]", "auth/[...all]", "trpc/[trpc]"];
const api = join(import.meta.dirname, "../../app/api");
const ASKERS = [...ROLES, "nobody"] as const;
let lab: PortalLab;
const keys = new Map<string, string>();

beforeAll(async () => {
  lab = await openPortalLab();
  for (const role of ROLES) keys.set(role, (await lab.person(role)).key);
});
afterAll(() => lab.close());

const statusFor = (who: string, least: Role | "open") => {
  if (least === "open") return "let in";
  if (who === "nobody") return 401;
  return ROLES.indexOf(who as Role) >= ROLES.indexOf(least) ? "let in" : 403;
};
// By its type the router is nested, but at run time it is flat, by dotted path.
const typeOf = (path: string) =>
  (Object.entries(appRouter._def.procedures) as [string, unknown][])
    .filter(([name]) => name === path)
    .map(([, procedure]) => (procedure as { _def: { type: string } })._def.type)[0];
const gist = ({ status }: Response) => (status === 401 || status === 403 ? status : "let in");

test("the tables list exactly the procedures and routes that exist", () => {
  expect(Object.keys(appRouter._def.procedures).toSorted()).toEqual(
    Object.keys(PROCEDURES).toSorted(),
  );
  const routes = ALL_ROUTES.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect(routes.toSorted()).toEqual(Object.keys(ROUTES).toSorted());
  const files = globSync("**/route.ts", { cwd: api }).map((file) => file.replace("/route.ts", ""));
  expect(files.toSorted()).toEqual(ROUTE_FILES);
});

const metaOf = (path: string) =>
  (Object.entries(appRouter._def.procedures) as [string, unknown][])
    .filter(([name]) => name === path)
    .map(([, procedure]) => (procedure as { _def: { meta: ProcedureMeta } })._def.meta)[0];
const actionOf = (route: string) =>
  ALL_ROUTES.find(({ method, path }) => `${method.toUpperCase()} ${path}` === route)?.action;

test("each procedure and each route names the least role of the tables", () => {
  for (const [path, least] of Object.entries(PROCEDURES))
    expect(metaOf(path)?.least, path).toBe(least);
  for (const [route, least] of Object.entries(ROUTES))
    expect(actionOf(route)?.least ?? "open", route).toBe(least);
});

test.each(Object.entries(SAME_ACTIONS))("%s asks for the same right as %s", (route, procedure) => {
  const action = actionOf(route);
  expect({ scope: action?.scope, least: action?.least }).toEqual(metaOf(procedure));
});

describe.each(ASKERS)("%s", (who) => {
  test.each(Object.entries(PROCEDURES))("calling %s, open from %s on", async (path, least) => {
    const key = keys.get(who);
    // No procedure takes a bare string, so an allowed call changes nothing and is refused as
    // invalid.
    const input = { json: "not an input" };
    const answer =
      typeOf(path) === "mutation"
        ? await POST(request(`/api/trpc/${path}`, { method: "POST", key, body: input }))
        : await GET(
            request(`/api/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`, {
              key,
            }),
          );
    expect(gist(answer)).toBe(statusFor(who, least));
    // Only a bug has no message of its own.
    expect(answer.status).not.toBe(500);
  });

  test.each(Object.entries(ROUTES))("asking %s, open from %s on", async (route, least) => {
    const [method = "", path = ""] = route.split(" ");
    const answer = await answerRest(
      request(path.replace("{id}", "7").replace("{name}", "7.csv"), {
        method,
        key: keys.get(who),
        ...(method === "POST" ? { body: [] } : {}),
      }),
    );
    expect(gist(answer)).toBe(statusFor(who, least));
    expect(answer.status).not.toBe(500);
    if (answer.status === 401)
      expect(await answer.json()).toEqual({
        code: "unauthenticated",
        message: expect.stringContaining("Authorization: Key"),
      });
  });
});
