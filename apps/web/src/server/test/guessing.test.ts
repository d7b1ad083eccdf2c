import { createSignInLink } from "@headwater/db/people";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { POST as change } from "../../app/api/trpc/[trpc]/route.ts";
import { accountKey } from "../password-tries.ts";
import { PEER_HEADER } from "../peer.ts";
import { HASH_TURNS, runtime } from "../runtime.ts";
import { answerAuth } from "../sign-in-gate.ts";
import { openPortalLab, type PortalLab } from "./portal-lab.ts";
import { PASSWORD, signInCalls } from "./sign-in-calls.ts";

let lab: PortalLab;
beforeAll(async () => {
  lab = await openPortalLab();
});
afterAll(() => lab.close());

const { byLink, byPassword, messageOf, mutate, post, signedIn, withPassword } = signInCalls(
  () => lab,
);

interface Outcome {
  readonly error: { readonly json: { readonly data: { readonly code: string } } };
}

const codeOf = ({ error }: Partial<Outcome>) => error?.json.data.code ?? "OK";

/** A promise that the test resolves. */
function later() {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  return { ended, end };
}

/** Bad tries of the past, as if they had been made `minutes` ago. */
const age = (key: string, minutes: number) =>
  lab.database.pool.query(
    "UPDATE sign_in_try SET at = at - make_interval(mins => $2) WHERE key LIKE $1",
    [`${key}%`, minutes],
  );
const wordsOf = async (answer: Response) => ((await answer.json()) as { message: string }).message;

test("an account is blocked after ten tries from any address, and only for a time", async () => {
  const { email } = await withPassword("viewer");
  for (let n = 0; n < 10; n += 1) expect((await byPassword(email, "guess")).status).toBe(401);
  const held = await byPassword(email.toUpperCase(), PASSWORD);
  expect(held.status).toBe(429);
  const wait = Number(held.headers.get("retry-after"));
  expect(wait).toSatisfy((seconds: number) => seconds > 880 && seconds <= 900);
  expect(await wordsOf(held)).toBe("Too many attempts. Try again in 15 minutes.");
  // Refused tries do not extend the time.
  for (let n = 0; n < 3; n += 1) expect((await byPassword(email, "guess")).status).toBe(429);
  await age("account:", 15);
  expect((await byPassword(email, PASSWORD)).status).toBe(200);
});

test("an unknown account is blocked like a known account", async () => {
  const answers = [];
  for (let n = 0; n < 11; n += 1) answers.push(await byPassword("nobody@else.example", "guess"));
  expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(401), 429]);
});

test("of many at the same moment no more than the limit are judged", async () => {
  const { email } = await withPassword("viewer");
  for (let n = 0; n < 8; n += 1) await byPassword(email, "guess");
  const statuses = (
    await Promise.all(Array.from({ length: 20 }, () => byPassword(email, "guess")))
  ).map(({ status }) => status);
  expect(new Set([...statuses, 401])).toEqual(new Set([401, 429]));
  expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(2);
});

test("a successful sign-in resets the account's count, and does not count at its address", async () => {
  const { email } = await withPassword("viewer");
  for (let n = 0; n < 9; n += 1) await byPassword(email, "guess");
  expect((await byPassword(email, PASSWORD)).status).toBe(200);
  for (let n = 0; n < 10; n += 1) expect((await byPassword(email, "guess")).status).toBe(401);
});

test("an address is blocked after fifty tries at any accounts, also with a forged address", async () => {
  const { id, email } = await withPassword("viewer");
  const from = (peer: string, n: number) => ({
    [PEER_HEADER]: peer,
    "x-forwarded-for": `198.51.100.${n}`,
  });
  for (let n = 0; n < 50; n += 1)
    expect((await byPassword(`${n}@else.example`, "guess", from(`2001:db8::${n}`, n))).status).toBe(
      401,
    );
  const held = await byPassword(email, PASSWORD, from("2001:0DB8:0:0:ffff::1", 99));
  expect(held.status).toBe(429);
  expect(Number(held.headers.get("retry-after"))).toBeGreaterThan(3500);
  // A link is not a guess, so wrong passwords do not block links at the same address.
  const link = await createSignInLink(lab.database, id);
  expect((await byLink(link, from("2001:db8::1", 99))).status).toBe(200);
  const next = await byPassword(email, PASSWORD, from("2001:db8:0:1::1", 99));
  expect(next.status).toBe(200);
  await age("address:", 60);
  expect((await byPassword(email, PASSWORD, from("2001:db8::1", 99))).status).toBe(200);
});

describe("the current password, where a new one is set", () => {
  const NEXT = "another horse";
  const set = (cookie: string, current: string, headers = {}) =>
    mutate("account.setPassword", { current, next: NEXT }, { cookie, ...headers });

  test("shares its count with the sign-in", async () => {
    const { cookie, email } = await withPassword("viewer");
    for (let n = 0; n < 5; n += 1) expect((await byPassword(email, "guess")).status).toBe(401);
    for (let n = 0; n < 5; n += 1) expect((await set(cookie, "guess")).status).toBe(400);
    const held = await set(cookie, PASSWORD);
    expect([held.status, await messageOf(held)]).toEqual([
      429,
      "Too many attempts. Try again in 15 minutes.",
    ]);
    expect(Number(held.headers.get("retry-after"))).toBeGreaterThan(880);
    expect((await byPassword(email, PASSWORD)).status).toBe(429);
    await age("account:", 15);
    expect((await set(cookie, PASSWORD)).status).toBe(200);
  });

  test("of many at the same moment no more than the limit are judged", async () => {
    const { cookie } = await withPassword("viewer");
    const calls = Array.from({ length: 20 }, () => "account.setPassword");
    const input = Object.fromEntries(
      calls.map((_, n) => [n, { json: { current: `guess ${n}`, next: NEXT } }]),
    );
    const path = `/api/trpc/${calls.join(",")}?batch=1`;
    const answers = await Promise.all([1, 2, 3].map(() => change(post(path, input, { cookie }))));
    const all = (await Promise.all(answers.map((answer) => answer.json()))) as Outcome[][];
    const codes = all.flat().map(({ error }) => error.json.data.code);
    expect(new Set([...codes, "BAD_REQUEST"])).toEqual(
      new Set(["BAD_REQUEST", "TOO_MANY_REQUESTS"]),
    );
    expect(codes.filter((code) => code === "BAD_REQUEST").length).toBeLessThanOrEqual(10);
  });

  const setAll = async (cookie: string, many: number) => {
    const calls = Array.from({ length: many }, () => "account.setPassword");
    const input = Object.fromEntries(calls.map((_, n) => [n, { json: { next: `${NEXT} ${n}` } }]));
    const path = `/api/trpc/${calls.join(",")}?batch=1`;
    const outcomes = await (await change(post(path, input, { cookie }))).json();
    return (outcomes as Partial<Outcome>[]).map(codeOf);
  };

  test("is not needed after a sign-in by link, but at most ten passwords are set", async () => {
    const { cookie, email } = await signedIn("viewer");
    const codes = (await Promise.all([setAll(cookie, 10), setAll(cookie, 10)])).flat();
    expect(codes.filter((code) => code === "OK").length).toBe(10);
    expect(new Set(codes)).toEqual(new Set(["OK", "TOO_MANY_REQUESTS"]));
    // New passwords are not guesses, so the sign-in is not blocked.
    expect((await byPassword(email, "guess")).status).toBe(401);
  });

  test("is set one at a time, so that one person does not fill the queue of everybody", async () => {
    const { id, cookie } = await signedIn("viewer");
    const { ended, end } = later();
    const work = Array.from({ length: HASH_TURNS.atOnce }, () =>
      runtime().turns.hash.run(() => ended),
    );
    const codes = setAll(cookie, 5);
    const begun = () =>
      lab.database.pool.query("SELECT FROM sign_in_try WHERE key = $1", [`change:${id}`]);
    await vi.waitFor(async () => expect((await begun()).rowCount).not.toBe(0));
    // This takes long enough for the others to begin if they did not wait for the first.
    await signedIn("viewer");
    expect((await begun()).rowCount).toBe(1);
    end();
    await Promise.all(work);
    expect(await codes).toEqual(Array(5).fill("OK"));
  });

  test("resets the count once it is right, and does not count at its address", async () => {
    const { cookie, email } = await withPassword("viewer");
    for (let n = 0; n < 9; n += 1) await set(cookie, "guess");
    expect((await set(cookie, PASSWORD)).status).toBe(200);
    for (let n = 0; n < 10; n += 1) expect((await byPassword(email, "guess")).status).toBe(401);
  });

  test("counts at its address for every person", async () => {
    const from = { [PEER_HEADER]: "198.51.100.9" };
    await lab.database.pool.query(
      "INSERT INTO sign_in_try (key) SELECT 'address:198.51.100.9' FROM generate_series(1, 49)",
    );
    const guesser = await withPassword("viewer");
    expect((await set(guesser.cookie, "guess", from)).status).toBe(400);
    const { cookie, email } = await withPassword("viewer");
    expect((await set(cookie, PASSWORD, from)).status).toBe(429);
    expect((await byPassword(email, PASSWORD, from)).status).toBe(429);
    expect((await set(cookie, PASSWORD)).status).toBe(200);
  });

  test("does not count as a try if it is left out or if the new password is weak", async () => {
    const { cookie, email } = await withPassword("viewer");
    const input = { current: "guess", next: "password1" };
    for (let n = 0; n < 11; n += 1) {
      expect((await mutate("account.setPassword", { next: NEXT }, { cookie })).status).toBe(400);
      expect((await mutate("account.setPassword", input, { cookie })).status).toBe(400);
    }
    expect((await byPassword(email, PASSWORD)).status).toBe(200);
  });
});

test("while too many passwords are hashed, one more is refused for the moment and does not count as a try", async () => {
  const { email, cookie } = await withPassword("viewer");
  const { hash } = runtime().turns;
  const { ended, end } = later();
  const { atOnce, waiting } = HASH_TURNS;
  const work = Array.from({ length: atOnce + waiting }, () => hash.run(() => ended));
  const answers = [
    await byPassword(email, PASSWORD),
    await mutate("account.setPassword", { current: PASSWORD, next: "another one" }, { cookie }),
  ];
  end();
  await Promise.all(work);
  for (const answer of answers) {
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"]);
    expect(await answer.text()).toContain("Too many passwords are being checked");
  }
  const { rowCount } = await lab.database.pool.query("SELECT FROM sign_in_try WHERE key = $1", [
    accountKey(email),
  ]);
  expect(rowCount).toBe(0);
  expect((await byPassword(email, PASSWORD)).status).toBe(200);
});

test("links have their own limit at an address", async () => {
  const { id, email } = await withPassword("viewer");
  const from = { [PEER_HEADER]: "198.51.100.7" };
  const token = "no such token, but long enough";
  for (let n = 0; n < 50; n += 1) expect((await byLink(token, from)).status).toBe(401);
  expect((await byLink(await createSignInLink(lab.database, id), from)).status).toBe(429);
  expect((await byPassword(email, PASSWORD, from)).status).toBe(200);
});

test("a POST of another site is refused and does not count as a try", async () => {
  const { email } = await withPassword("viewer");
  const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  const form = { "content-type": "application/x-www-form-urlencoded" };
  for (let n = 0; n < 11; n += 1)
    expect((await byPassword(email, "guess", foreign)).status).toBe(403);
  expect((await byPassword(email, PASSWORD, form)).status).toBe(415);
  expect((await byPassword(email, PASSWORD)).status).toBe(200);
});

test.each(["sign-up/email", "change-password", "update-user", "api-key/create", "get-session"])(
  "the library's own %s is not there",
  async (path) => {
    const { cookie } = await signedIn("admin");
    expect((await answerAuth(post(`/api/auth/${path}`, { name: "x" }, { cookie }))).status).toBe(
      404,
    );
  },
);
