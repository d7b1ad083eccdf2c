import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { runtime } from "./runtime.ts";
import type { Turns } from "./turns.ts";

/**
 * About a tenth of a second and 32 MiB per hash: the cost of the sign-in library, whose hashes stay
 * valid.
 */
const COST: ScryptOptions = { N: 16_384, r: 16, p: 1, maxmem: 64 * 1024 * 1024 };
const KEY_BYTES = 64;
const SALT_BYTES = 16;

/** Hashes a password for the database, as `salt:key`. Every hash is made by this function. */
export async function hashPassword(
  password: string,
  turns: Turns = runtime().turns.hash,
): Promise<string> {
  const salt = randomBytes(SALT_BYTES).toString("hex");
  return `${salt}:${(await keyOf(password, salt, turns)).toString("hex")}`;
}

interface StoredPassword {
  readonly hash: string;
  readonly password: string;
}

/** True if a password fits a stored hash. Every check of a password uses this function. */
export async function verifyPassword(
  { hash, password }: StoredPassword,
  turns: Turns = runtime().turns.hash,
): Promise<boolean> {
  const [salt = "", hex = ""] = hash.split(":");
  const known = Buffer.from(hex, "hex");
  const key = await keyOf(password, salt, turns);
  return known.length === key.length && timingSafeEqual(known, key);
}

function keyOf(password: string, salt: string, turns: Turns): Promise<Buffer> {
  return turns.run(
    () =>
      new Promise((resolve, reject) => {
        // Runs in a thread of Node's pool. Normalization makes the two encodings of a character the
        // same password.
        scrypt(password.normalize("NFKC"), salt, KEY_BYTES, COST, (error, key) =>
          error === null ? resolve(key) : reject(error),
        );
      }),
  );
}
