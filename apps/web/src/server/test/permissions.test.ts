import { globSync } from "node:fs";
import { join } from "node:path";
import { ROLES, type Role } from "@headwater/domain/rights";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GET, POST } from "../../app/api/trpc/[trpc]/route.ts";
import { appRouter } from "../root.ts";
import { PROCEDURES, ROUTES } from "./least-roles.ts";
import { openPortalLab, type PortalLab, request } from "./portal-lab.ts";

type Handler = (
  request: Request,
  route: { params: Promise<Readonly<Record<string, string>>> },
) => Promise<Response>;

const api = join(import.meta.dirname, "../../app/api");
const ASKERS = [...ROLES, "nobody"] as const;
let lab: PortalLab;
const keys = new Map<string, string>();
const handlers = new Map<string, Handler>();

beforeAll(async () => {
  lab = await openPortalLab();
  for (const role of ROLES) keys.set(role, (await lab.person(role)).key);
  for (const file of globSync("**/route.ts", { cwd: api })) {
    const exports = Object.entries((await import(join(api, file))) as Record<string, unknown>);
    for (const [method, handler] of exports)
      if (typeof handler === "function" && /^[A-Z]+$/.test(method))
        handlers.set(`${method} ${file.replace("/route.ts", "")}`, handler as Handler);
  }
});
afterAll(() => lab.close());

const statusFor = (who: string, least: Role | "open") => {
  if (least === "open") return "let in";
  if (who === "nobody") return 401;
  return ROLES.indexOf(who as Role) >= ROLES.indexOf(least) ? "let in" : 403;
};
// The type says nested routers; what is there at run time is flat, by dotted path.
const typeOf = (path: string) =>
  (Object.entries(appRouter._def.procedures) as [string, unknown][])
    .filter(([name]) => name === path)
    .map(([, procedure]) => (procedure as { _def: { type: string } })._def.type)[0];
const gist = ({ status }: Response) => (status === 401 || status === 403 ? status : "let in");

test("every procedure and every route stands in the tables, and nothing else does", () => {
  expect(Object.keys(appRouter._def.procedures).toSorted()).toEqual(
    Object.keys(PROCEDURES).toSorted(),
  );
  expect([...handlers.keys()].toSorted()).toEqual(Object.keys(ROUTES).toSorted());
});

describe.each(ASKERS)("%s", (who) => {
  test.each(Object.entries(PROCEDURES))("calling %s, open from %s on", async (path, least) => {
    const key = keys.get(who);
    // No procedure takes a bare string: who is let in changes nothing, and is told so.
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
    // Of what breaks, a bug is the only thing that has no message of its own.
    expect(answer.status).not.toBe(500);
  });

  const guarded = Object.entries(ROUTES).filter(([, least]) => least !== "own");
  test.each(guarded)("asking %s, open from %s on", async (route, least) => {
    if (least === "own") return;
    const [method = "", path = ""] = route.split(" ");
    const handler = handlers.get(route);
    const answer = await handler?.(
      request(`/api/${path}`, {
        method,
        key: keys.get(who),
        ...(method === "POST" ? { body: [] } : {}),
      }),
      { params: Promise.resolve({ id: "7", name: "7.csv" }) },
    );
    expect(answer && gist(answer)).toBe(statusFor(who, least));
    expect(answer?.status).not.toBe(500);
    if (answer?.status === 401)
      expect(await answer.json()).toEqual({
        code: "unauthenticated",
        message: expect.stringContaining("Authorization: Key"),
      });
  });
});
