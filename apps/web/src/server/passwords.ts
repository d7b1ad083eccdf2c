import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { runtime } from "./runtime.ts";
import type { Turns } from "./turns.ts";

/** Costs about a tenth of a second and 32 MiB: what the sign-in library takes, whose hashes stay readable. */
const COST: ScryptOptions = { N: 16_384, r: 16, p: 1, maxmem: 64 * 1024 * 1024 };
const KEY_BYTES = 64;
const SALT_BYTES = 16;

/** Hashes a password for the database, as `salt:key`. Every place that makes a hash calls this. */
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

/** True if a password is the one of a stored hash. Every place that asks this calls this. */
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
        // In a thread of Node's pool. The two ways to write one character are one password.
        scrypt(password.normalize("NFKC"), salt, KEY_BYTES, COST, (error, key) =>
          error === null ? resolve(key) : reject(error),
        );
      }),
  );
}
