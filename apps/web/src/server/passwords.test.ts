import { hashPassword as libraryHash, verifyPassword as libraryVerify } from "better-auth/crypto";
import { expect, test } from "vitest";
import { hashPassword, verifyPassword } from "./passwords.ts";
import { HASH_TURNS } from "./runtime.ts";
import { openTurns } from "./turns.ts";

const turns = openTurns(HASH_TURNS);

test("a hash fits only its password, and two hashes of a password differ", async () => {
  const [one, two] = await Promise.all([
    hashPassword("höhle", turns),
    hashPassword("höhle", turns),
  ]);
  expect(one).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/);
  expect(one).not.toBe(two);
  const is = (password: string) => verifyPassword({ hash: one, password }, turns);
  expect([await is("höhle"), await is("ho\u0308hle"), await is("hohle"), await is("")]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test("we can check hashes of the sign-in library, and the library can check ours", async () => {
  const theirs = await libraryHash("correct horse");
  expect(await verifyPassword({ hash: theirs, password: "correct horse" }, turns)).toBe(true);
  expect(await verifyPassword({ hash: theirs, password: "wrong horse" }, turns)).toBe(false);
  const ours = await hashPassword("correct horse", turns);
  expect(await libraryVerify({ hash: ours, password: "correct horse" })).toBe(true);
});

test.each(["", "no hash", "00:", ":00", "00:zz"])(
  "%j is not the hash of any password",
  async (hash) => {
    expect(await verifyPassword({ hash, password: "" }, turns)).toBe(false);
  },
);
