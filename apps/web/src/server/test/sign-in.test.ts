import { createSignInLink } from "@headwater/db";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { POST as signIn } from "../../app/api/auth/[...all]/route.ts";
import { GET as readSession } from "../../app/api/session/route.ts";
import { GET as call, POST as change } from "../../app/api/trpc/[trpc]/route.ts";
import { PEER_HEADER } from "../peer.ts";
import { cookiesOf, ORIGIN, openPortalLab, type PortalLab, request } from "./portal-lab.ts";

let lab: PortalLab;
beforeAll(async () => {
  lab = await openPortalLab();
});
afterAll(() => lab.close());

const PASSWORD = "correct horse";
let peers = 0;

/** A POST of a browser at an address of its own, so that no test spends another's attempts. */
function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  peers += 1;
  const peer = `203.0.113.${peers}`;
  const own = { origin: ORIGIN, "sec-fetch-site": "same-origin", [PEER_HEADER]: peer, ...headers };
  return request(path, { method: "POST", body, headers: own });
}

const byLink = (token: string, headers = {}) =>
  signIn(post("/api/auth/sign-in/link", { token }, headers));
const byPassword = (email: string, password: string, headers = {}) =>
  signIn(post("/api/auth/sign-in/email", { email, password }, headers));

async function signedIn(role: "viewer" | "analyst" | "admin") {
  const person = await lab.person(role);
  const cookie = cookiesOf(await byLink(await createSignInLink(lab.database, person.id)));
  return { ...person, cookie };
}

async function withPassword(role: "viewer" | "analyst" | "admin") {
  const person = await signedIn(role);
  const set = await mutate("account.setPassword", { next: PASSWORD }, { cookie: person.cookie });
  expect(set.status).toBe(200);
  return person;
}

const mutate = (path: string, input: unknown, headers: Record<string, string>) =>
  change(post(`/api/trpc/${path}`, { json: input }, headers));
const whoIs = (ask: Parameters<typeof request>[1]) => readSession(request("/api/session", ask));
const messageOf = async (answer: Response) =>
  ((await answer.json()) as { error: { json: { message: string } } }).error.json.message;

describe("a one-time link", () => {
  test("signs in its person, once", async () => {
    const { id } = await lab.person("viewer");
    const token = await createSignInLink(lab.database, id);
    const first = await byLink(token);
    expect(first.status).toBe(200);
    const session = await whoIs({ cookie: cookiesOf(first) });
    expect(await session.json()).toMatchObject({ user: { id, roles: ["viewer"] } });
    const again = await byLink(token);
    expect(again.status).toBe(401);
    expect(again.headers.getSetCookie()).toEqual([]);
    expect(await again.json()).toMatchObject({
      message: expect.stringContaining("was used or has expired"),
    });
  });

  test("signs in one of two who use it at the same moment", async () => {
    const { id } = await lab.person("viewer");
    const token = await createSignInLink(lab.database, id);
    const answers = await Promise.all([byLink(token), byLink(token)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401]);
    expect(await lab.database.prisma.session.count({ where: { userId: id } })).toBe(1);
  });

  test("is worth nothing once it has expired, nor for a disabled person", async () => {
    const { id } = await lab.person("viewer");
    const { prisma } = lab.database;
    const late = await createSignInLink(lab.database, id);
    await prisma.signInLink.updateMany({
      where: { userId: id },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    expect((await byLink(late)).status).toBe(401);
    const token = await createSignInLink(lab.database, id);
    await prisma.user.update({ where: { id }, data: { banned: true } });
    expect((await byLink(token)).status).toBe(401);
  });

  test("is kept as its hash only", async () => {
    const { id } = await lab.person("viewer");
    const token = await createSignInLink(lab.database, id);
    const kept = await lab.database.prisma.signInLink.findFirstOrThrow({ where: { userId: id } });
    expect(JSON.stringify(kept)).not.toContain(token);
  });
});

describe("a session cookie", () => {
  test("cannot be read by scripts and does not travel with another site's posts", async () => {
    const { id } = await lab.person("viewer");
    const answer = await byLink(await createSignInLink(lab.database, id));
    const cookie = answer.headers.getSetCookie().find((one) => one.includes("session_token"));
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
  });

  test.each([
    ["another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }, 403],
    ["another port of this machine", { "sec-fetch-site": "same-site" }, 403],
    ["a browser without fetch metadata", { origin: "http://evil.example" }, 403],
    ["nowhere that is said", {}, 403],
    ["the portal", { origin: ORIGIN, "sec-fetch-site": "same-origin" }, 200],
    ["the portal in an old browser", { origin: ORIGIN }, 200],
  ])("posting from %s", async (_name, headers, status) => {
    const { cookie, id } = await signedIn("admin");
    const ask = { method: "POST", cookie, headers, body: { json: { id } } };
    const answer = await change(request("/api/trpc/admin.signInLink", ask));
    expect(answer.status).toBe(status);
    if (status === 403) expect(await messageOf(answer)).toContain("another site");
    expect(await lab.database.prisma.auditEvent.count({ where: { userId: id } })).toBe(
      status === 403 ? 0 : 1,
    );
  });

  test("reads from anywhere a browser may send it: nothing changes by it", async () => {
    const { cookie } = await signedIn("viewer");
    const headers = { "sec-fetch-site": "cross-site" };
    expect((await call(request("/api/trpc/account.overview", { cookie, headers }))).status).toBe(
      200,
    );
  });

  test("ends at once when its person is disabled, and changes role at once", async () => {
    const { cookie, id } = await signedIn("admin");
    const ask = () => call(request("/api/trpc/admin.people", { cookie }));
    expect((await ask()).status).toBe(200);
    const boss = await signedIn("admin");
    const set = (input: object) =>
      mutate("admin.changePerson", { id, ...input }, { cookie: boss.cookie });
    await set({ role: "viewer" });
    expect((await ask()).status).toBe(403);
    await set({ banned: true });
    expect((await ask()).status).toBe(401);
  });
});

describe("a password", () => {
  test("signs in, and a wrong one says no more than that", async () => {
    const { email } = await withPassword("viewer");
    expect((await byPassword(email, PASSWORD)).status).toBe(200);
    const wrong = await byPassword(email, "wrong horse");
    const unknown = await byPassword("nobody@example.org", PASSWORD);
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(await wrong.json()).toEqual(await unknown.json());
  });

  test("changes only for who knows the current one, and ends the other sessions", async () => {
    const { email } = await withPassword("viewer");
    const cookie = cookiesOf(await byPassword(email, PASSWORD));
    const other = cookiesOf(await byPassword(email, PASSWORD));
    const wrong = await mutate(
      "account.setPassword",
      { current: "guess", next: "another one" },
      { cookie },
    );
    expect([wrong.status, await messageOf(wrong)]).toEqual([
      400,
      "The current password is not right.",
    ]);
    expect((await whoIs({ cookie: other })).status).toBe(200);
    await mutate("account.setPassword", { current: PASSWORD, next: "another one" }, { cookie });
    expect((await whoIs({ cookie: other })).status).toBe(401);
    expect((await whoIs({ cookie })).status).toBe(200);
    expect((await byPassword(email, PASSWORD)).status).toBe(401);
  });

  test("that was forgotten is set anew by who comes with a link, within the hour", async () => {
    const { id, email } = await withPassword("viewer");
    const fresh = async () => cookiesOf(await byLink(await createSignInLink(lab.database, id)));
    const late = await fresh();
    await lab.database.prisma.session.updateMany({
      where: { userId: id },
      data: { createdAt: new Date(Date.now() - 3_700_000) },
    });
    const refused = await mutate("account.setPassword", { next: "a new one" }, { cookie: late });
    expect(refused.status).toBe(400);
    const cookie = await fresh();
    expect((await mutate("account.setPassword", { next: "a new one" }, { cookie })).status).toBe(
      200,
    );
    expect((await byPassword(email, "a new one")).status).toBe(200);
  });

  test("is not set with an API key, which may have leaked", async () => {
    const { key } = await lab.person("viewer");
    const answer = await mutate(
      "account.setPassword",
      { next: PASSWORD },
      { authorization: `Key ${key}` },
    );
    expect(answer.status).toBe(403);
  });

  test("nobody signs up by themselves", async () => {
    const body = { email: "new@example.org", password: PASSWORD, name: "New" };
    const answer = await signIn(post("/api/auth/sign-up/email", body));
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await lab.database.prisma.user.count({ where: { email: body.email } })).toBe(0);
  });

  test("guessing is held up per address, whatever the guesser says its address is", async () => {
    const { email } = await withPassword("viewer");
    // Each attempt counts before it is judged; one that is no address costs no hash of a password.
    const from = (peer: string, n: number, guessed = email) =>
      byPassword(guessed, "guess", { [PEER_HEADER]: peer, "x-forwarded-for": `198.51.100.${n}` });
    for (let n = 0; n < 19; n += 1) expect((await from("192.0.2.1", n, "x")).status).toBe(400);
    expect((await from("192.0.2.1", 20)).status).toBe(401);
    const held = await from("192.0.2.1", 99);
    expect(held.status).toBe(429);
    expect(Number(held.headers.get("x-retry-after"))).toBeGreaterThan(0);
    expect((await byPassword(email, PASSWORD, { [PEER_HEADER]: "192.0.2.2" })).status).toBe(200);
  });
});

describe("an API key", () => {
  test.each(["Key", "key", "Bearer"])("is taken after %s", async (scheme) => {
    const { id, key } = await lab.person("analyst");
    const answer = await whoIs({ headers: { authorization: `${scheme} ${key}` } });
    expect(await answer.json()).toMatchObject({ user: { id, roles: ["analyst"] } });
  });

  test.each(["Key", "Key ", "Key hw_unknown", "Basic YTpi", "Key a b"])(
    "%j is nobody's",
    async (authorization) => {
      expect((await whoIs({ headers: { authorization } })).status).toBe(401);
    },
  );

  test("stops working at the moment it is taken back; the other keys go on", async () => {
    const { key, id } = await lab.person("viewer");
    const authorization = `Key ${key}`;
    const made = await mutate("account.createKey", { name: "laptop" }, { authorization });
    const { key: second } = ((await made.json()) as { result: { data: { json: { key: string } } } })
      .result.data.json;
    expect((await whoIs({ key: second })).status).toBe(200);
    const { prisma } = lab.database;
    const row = await prisma.apikey.findFirstOrThrow({
      where: { referenceId: id, name: "laptop" },
    });
    expect(JSON.stringify(row)).not.toContain(second);
    await mutate("account.revokeKey", { id: row.id }, { authorization });
    expect((await whoIs({ key: second })).status).toBe(401);
    expect((await whoIs({ key })).status).toBe(200);
    const noted = await prisma.auditEvent.findMany({
      select: { action: true, object: true, details: true },
      where: { userId: id },
      orderBy: { id: "asc" },
    });
    expect(noted.map(({ action }) => action)).toEqual(["apikey.create", "apikey.revoke"]);
    expect(JSON.stringify(noted)).not.toContain(second);
  });

  test("of another person cannot be taken back", async () => {
    const owner = await lab.person("viewer");
    const other = await lab.person("admin");
    const row = await lab.database.prisma.apikey.findFirstOrThrow({
      where: { referenceId: owner.id },
    });
    await mutate("account.revokeKey", { id: row.id }, { authorization: `Key ${other.key}` });
    expect((await whoIs({ key: owner.key })).status).toBe(200);
  });

  test("that has expired, or is of a disabled person, is nobody's", async () => {
    const { id, key } = await lab.person("viewer");
    const { prisma } = lab.database;
    await prisma.user.update({ where: { id }, data: { banned: true } });
    expect((await whoIs({ key })).status).toBe(401);
    await prisma.user.update({ where: { id }, data: { banned: false } });
    expect((await whoIs({ key })).status).toBe(200);
    await prisma.apikey.updateMany({
      where: { referenceId: id },
      data: { expiresAt: new Date(Date.now() - 1000) },
    });
    expect((await whoIs({ key })).status).toBe(401);
  });

  test("needs no proof of its site: another one cannot send it", async () => {
    const { key, id } = await lab.person("admin");
    const headers = { authorization: `Key ${key}`, "sec-fetch-site": "cross-site" };
    expect((await mutate("admin.signInLink", { id }, headers)).status).toBe(200);
  });
});
