import { createHash, createHmac } from "node:crypto";
import { createSignInLink, createUser, DEFAULT_ADMIN_EMAIL } from "@headwater/db/people";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { POST as signIn } from "../../app/api/auth/[...all]/route.ts";
import { GET as call, POST as change } from "../../app/api/trpc/[trpc]/route.ts";
import { auth } from "../auth.ts";
import { runtime } from "../runtime.ts";
import { sessionSecret } from "../secret.ts";
import { cookiesOf, ORIGIN, openPortalLab, type PortalLab, request } from "./portal-lab.ts";
import { calling } from "./rest-calls.ts";
import { PASSWORD, signInCalls } from "./sign-in-calls.ts";

const createApiKey = calling("POST", "/api/v1/api-keys");
let lab: PortalLab;
beforeAll(async () => {
  lab = await openPortalLab();
});
afterAll(() => lab.close());
const { byLink, byPassword, messageOf, mutate, post, signedIn, whoIs, withPassword } = signInCalls(
  () => lab,
);

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
      message: expect.stringContaining("was used already or has expired"),
    });
  });

  test("signs in only one of two requests at the same moment", async () => {
    const { id } = await lab.person("viewer");
    const token = await createSignInLink(lab.database, id);
    const answers = await Promise.all([byLink(token), byLink(token)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401]);
    expect(await lab.database.prisma.session.count({ where: { userId: id } })).toBe(1);
  });

  test("does not work once it has expired or its person is disabled", async () => {
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

  test("is stored only as its hash", async () => {
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
    ["a client without these headers", {}, 403],
    ["the portal", { origin: ORIGIN, "sec-fetch-site": "same-origin" }, 200],
    ["the portal in an old browser", { origin: ORIGIN }, 200],
    ["the portal under another name", { origin: "http://hw.lan", host: "hw.lan:80" }, 200],
    ["the portal behind TLS", { origin: ORIGIN, host: "10.0.0.5:3000" }, 200],
    ["another scheme", { origin: ORIGIN.replace("http:", "https:") }, 403],
    ["a name with a person", { origin: ORIGIN.replace("//", "//x@") }, 403],
    ["another port", { origin: "http://127.0.0.1:3001" }, 403],
    ["an opaque origin", { origin: "null" }, 403],
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

  test.each([
    ["a form", { "content-type": "text/plain" }],
    ["a form with a file", { "content-type": "multipart/form-data; boundary=x" }],
    ["too long a body", { "content-length": "99000000" }],
  ])("posting %s from another site is refused as that, signed in or not", async (_name, kind) => {
    const { cookie } = await signedIn("admin");
    const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    for (const who of [{ cookie }, {}]) {
      const headers = { ...foreign, ...kind, ...who };
      const ask = { method: "POST", headers, body: { name: "x" } };
      for (const answer of [
        await change(request("/api/trpc/account.createKey", ask)),
        await change(request(`/api/trpc/${Array(30).fill("x").join(",")}?batch=1`, ask)),
        await createApiKey(request("/api/v1/api-keys", ask)),
        await signIn(request("/api/auth/sign-out", ask)),
      ])
        expect([answer.status, await answer.text()]).toEqual([
          403,
          expect.stringContaining("came from another site"),
        ]);
    }
  });

  test("that is missing gives the advice to sign in", async () => {
    const ask = { method: "POST", body: { name: "x" } };
    expect((await createApiKey(request("/api/v1/api-keys", ask))).status).toBe(401);
    const headers = { authorization: "Key wrong", "sec-fetch-site": "cross-site" };
    expect((await createApiKey(request("/api/v1/api-keys", { ...ask, headers }))).status).toBe(401);
  });

  test("can't be taken from the database, which stores only the hash of the token", async () => {
    const { id, cookie } = await signedIn("viewer");
    const token = decodeURIComponent(/session_token=([^;]+)/.exec(cookie)?.[1] ?? "").split(".")[0];
    const rows = await lab.database.pool.query("SELECT * FROM session WHERE user_id = $1", [id]);
    expect(token?.length).toBe(32);
    expect(JSON.stringify(rows.rows)).not.toContain(token);
    const hash = createHash("sha256").update(String(token)).digest("hex");
    expect(rows.rows).toMatchObject([{ token_hash: hash }]);
    // This holds even with the key that signs cookies, because a hash is not a token.
    const forged = cookie.replace(String(token), hash);
    expect((await whoIs({ cookie: forged })).status).toBe(401);
    const secret = sessionSecret(runtime().config.paths.secrets);
    const signature = createHmac("sha256", secret).update(hash).digest("base64");
    const signed = `better-auth.session_token=${encodeURIComponent(`${hash}.${signature}`)}`;
    expect((await whoIs({ cookie: signed })).status).toBe(401);
    const own = createHmac("sha256", secret).update(String(token)).digest("base64");
    const again = `better-auth.session_token=${encodeURIComponent(`${token}.${own}`)}`;
    expect((await whoIs({ cookie: again })).status).toBe(200);
  });

  test("is not valid after signing out, and other sessions stay valid", async () => {
    const { email } = await withPassword("viewer");
    const [one, other] = [
      cookiesOf(await byPassword(email, PASSWORD)),
      cookiesOf(await byPassword(email, PASSWORD)),
    ];
    const out = await signIn(post("/api/auth/sign-out", {}, { cookie: one }));
    expect(out.status).toBe(200);
    expect((await whoIs({ cookie: one })).status).toBe(401);
    expect((await whoIs({ cookie: other })).status).toBe(200);
  });

  test.each([
    ["used eight hours ago", { updated_at: 8 * 60 + 1 }, 401],
    ["used a while ago", { updated_at: 7 * 60 }, 200],
    ["begun seven days ago", { expires_at: 7 * 24 * 60 }, 401],
    ["begun six days ago", { expires_at: 6 * 24 * 60 }, 200],
  ])("of a session %s", async (_name, minutesBack, status) => {
    const { id, cookie } = await signedIn("viewer");
    for (const [column, minutes] of Object.entries(minutesBack))
      await lab.database.pool.query(
        `UPDATE session SET ${column} = ${column} - make_interval(mins => $2) WHERE user_id = $1`,
        [id, minutes],
      );
    expect((await whoIs({ cookie })).status).toBe(status);
    // A read neither restores a session nor extends it.
    expect((await whoIs({ cookie })).status).toBe(status);
    const [session] = await lab.database.prisma.session.findMany({ where: { userId: id } });
    if (status === 401) expect(session).toBeUndefined();
    else expect(session?.expiresAt.getTime()).toBeLessThan(Date.now() + 7 * 86_400_000);
    if (status === 200) expect(session?.updatedAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
  });

  test.each([
    ["a new role", { role: "analyst" }, 401],
    ["the same role", { role: "viewer" }, 200],
    ["being disabled", { banned: true }, 401],
  ])("after %s", async (_name, change, status) => {
    const { id, cookie } = await signedIn("viewer");
    const admin = await signedIn("admin");
    const headers = { cookie: admin.cookie };
    expect((await mutate("admin.changePerson", { id, ...change }, headers)).status).toBe(200);
    expect((await whoIs({ cookie })).status).toBe(status);
  });

  test("is accepted for reads from any site, because a read changes nothing", async () => {
    const { cookie } = await signedIn("viewer");
    const headers = { "sec-fetch-site": "cross-site" };
    expect((await call(request("/api/trpc/account.overview", { cookie, headers }))).status).toBe(
      200,
    );
  });
});

describe("a password", () => {
  test("signs in, and a wrong one says no more than that", async () => {
    const { email } = await withPassword("viewer");
    const right = await byPassword(email, PASSWORD);
    // The token is the cookie's alone, which no script reads.
    expect([right.status, await right.json()]).toEqual([200, { signedIn: true }]);
    const wrong = await byPassword(email, "wrong horse");
    const unknown = await byPassword("nobody@example.org", PASSWORD);
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(await wrong.json()).toEqual(await unknown.json());
  });

  test("of the first admin works with the default address", async () => {
    const admin = { email: DEFAULT_ADMIN_EMAIL, name: "Admin", role: "admin" };
    const { id } = await createUser(lab.database, admin);
    const cookie = cookiesOf(await byLink(await createSignInLink(lab.database, id)));
    await mutate("account.setPassword", { next: PASSWORD }, { cookie });
    expect((await byPassword(DEFAULT_ADMIN_EMAIL, PASSWORD)).status).toBe(200);
  });

  test("is changed only with the current password, and the change ends all sessions except a new one", async () => {
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
    const change = { current: PASSWORD, next: "another one" };
    const changed = await mutate("account.setPassword", change, { cookie });
    for (const old of [other, cookie]) expect((await whoIs({ cookie: old })).status).toBe(401);
    expect((await whoIs({ cookie: cookiesOf(changed) })).status).toBe(200);
    expect((await byPassword(email, PASSWORD)).status).toBe(401);
  });

  test("that was forgotten can be set within an hour after a sign-in by link", async () => {
    const { id, email } = await withPassword("viewer");
    const fresh = async () => cookiesOf(await byLink(await createSignInLink(lab.database, id)));
    const late = await fresh();
    await lab.database.prisma.session.updateMany({
      where: { userId: id },
      data: { createdAt: new Date(Date.now() - 3_700_000) },
    });
    const refused = await mutate("account.setPassword", { next: "a new one" }, { cookie: late });
    expect(refused.status).toBe(400);
    const set = await mutate(
      "account.setPassword",
      { next: "a new one" },
      { cookie: await fresh() },
    );
    expect(set.status).toBe(200);
    const again = { cookie: cookiesOf(set) };
    expect((await mutate("account.setPassword", { next: "another" }, again)).status).toBe(400);
    expect((await byPassword(email, "a new one")).status).toBe(200);
  });

  test.each([
    ["short", "8 characters or more"],
    ["Password1!", "tried first"],
    ["own address", "e-mail address"],
  ])("is not %s: %s", async (next, words) => {
    const { cookie, email } = await signedIn("viewer");
    const change = { next: next === "own address" ? email : next };
    const answer = await mutate("account.setPassword", change, { cookie });
    expect([answer.status, await messageOf(answer)]).toEqual([400, expect.stringContaining(words)]);
    expect((await byPassword(email, change.next)).status).toBe(401);
    expect((await whoIs({ cookie })).status).toBe(200);
  });

  test.each([
    [true, 401, 2],
    [false, 200, 0],
  ])(
    "that is changed ends the person's keys only if they say so: %j",
    async (endKeys, status, ended) => {
      const { id, key, cookie } = await withPassword("viewer");
      const other = await lab.person("viewer");
      await auth().api.createApiKey({ body: { name: "second", userId: id } });
      const change = { current: PASSWORD, next: "another one", endKeys };
      const answer = await mutate("account.setPassword", change, { cookie });
      expect(await answer.json()).toMatchObject({
        result: { data: { json: { keysEnded: ended } } },
      });
      expect((await whoIs({ key })).status).toBe(status);
      expect((await whoIs({ key: other.key })).status).toBe(200);
      const where = { userId: id, action: "account.password" };
      const noted = await lab.database.prisma.auditEvent.findMany({
        where,
        orderBy: { id: "desc" },
      });
      expect(noted[0]?.details).toEqual({ keysEnded: ended });
    },
  );

  test("is not set with an API key, which may have leaked", async () => {
    const { key } = await lab.person("viewer");
    const answer = await mutate(
      "account.setPassword",
      { next: PASSWORD },
      { authorization: `Key ${key}` },
    );
    expect(answer.status).toBe(403);
  });

  test("cannot be set by signing up", async () => {
    const body = { email: "new@example.org", password: PASSWORD, name: "New" };
    const answer = await signIn(post("/api/auth/sign-up/email", body));
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(await lab.database.prisma.user.count({ where: { email: body.email } })).toBe(0);
  });

  test("of a disabled person is refused like a wrong one", async () => {
    const { id, email } = await withPassword("viewer");
    const wrong = await byPassword(email, "wrong horse");
    await lab.database.prisma.user.update({ where: { id }, data: { banned: true } });
    const answer = await byPassword(email, PASSWORD);
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([401, []]);
    expect(await answer.json()).toEqual(await wrong.json());
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

  test("stops working as soon as it is revoked, and other keys keep working", async () => {
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

  test("of another person cannot be revoked", async () => {
    const owner = await lab.person("viewer");
    const other = await lab.person("admin");
    const row = await lab.database.prisma.apikey.findFirstOrThrow({
      where: { referenceId: owner.id },
    });
    await mutate("account.revokeKey", { id: row.id }, { authorization: `Key ${other.key}` });
    expect((await whoIs({ key: owner.key })).status).toBe(200);
  });

  test("that has expired or belongs to a disabled person is refused", async () => {
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

  test("needs no check of the site, because no other site can send it", async () => {
    const { key, id } = await lab.person("admin");
    const headers = { authorization: `Key ${key}`, "sec-fetch-site": "cross-site" };
    expect((await mutate("admin.signInLink", { id }, headers)).status).toBe(200);
  });
});
