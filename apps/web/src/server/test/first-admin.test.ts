import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureFirstAdmin } from "../first-admin.ts";
import { runtime } from "../runtime.ts";
import { openPortalLab, type PortalLab } from "./portal-lab.ts";
import { signInCalls } from "./sign-in-calls.ts";

let lab: PortalLab;
beforeAll(async () => {
  lab = await openPortalLab();
});
afterAll(() => lab.close());

const { byPassword } = signInCalls(() => lab);
const EMAIL = "first@example.org";
const ensure = (password: string) => {
  const { config } = runtime();
  return ensureFirstAdmin(
    { ...config, admin: { email: EMAIL, password, apiKey: undefined } },
    lab.database,
  );
};

test.each([
  ["Password123", "tried first"],
  ["first@example.org", "e-mail address"],
  ["First2026", "e-mail address"],
])(
  "a start with the password %s says what is the matter, and makes nobody",
  async (password, words) => {
    await expect(ensure(password)).rejects.toThrow(
      new RegExp(`HEADWATER_ADMIN_PASSWORD can't be used: .*${words}`),
    );
    expect(await lab.database.prisma.user.count()).toBe(0);
  },
);

test("a better one makes the admin, and later starts read it no more", async () => {
  await ensure("correct horse");
  expect((await byPassword(EMAIL, "correct horse")).status).toBe(200);
  await ensure("Password123");
  expect((await byPassword(EMAIL, "correct horse")).status).toBe(200);
  expect(await lab.database.prisma.user.count()).toBe(1);
});
