import { createHash } from "node:crypto";
import type { Database } from "@headwater/db";
import { beginSignInTry, type SignInTry, type TryLimit } from "@headwater/db/people";
import { networkOf, PEER_HEADER } from "./peer.ts";

/** The most tries of one network address, at any account. */
const BY_ADDRESS = { max: 50, windowSeconds: 3600 };
/** The most tries at one account, from any address, and the most new passwords of an account. */
const BY_ACCOUNT = { max: 10, windowSeconds: 900 };

/**
 * The key of the account of a try, whether the account exists or not. The e-mail is hashed, because
 * people type passwords into the wrong field.
 */
export function accountKey(email: string): string {
  return `account:${createHash("sha256").update(email.trim().toLowerCase()).digest("hex")}`;
}

/**
 * Counts a try at a password. All places that ask for a password share the counts, because
 * otherwise a blocked guesser would continue at another place. If the body names no account, only
 * the network address counts.
 */
export function beginPasswordTry(
  database: Database,
  account: string | null,
  headers: Headers,
): Promise<SignInTry> {
  const limits: TryLimit[] = [
    { key: `address:${networkOf(headers.get(PEER_HEADER))}`, ...BY_ADDRESS },
  ];
  if (account !== null) limits.push({ key: account, ...BY_ACCOUNT });
  return beginSignInTry(database, limits);
}

/**
 * Counts a new password of a person. Each one costs a hash, and a person who came by a link makes
 * no try that would be counted. The count is separate from the tries, so that guesses at an account
 * do not keep its owner from a new password.
 */
export function beginPasswordChange(database: Database, userId: string): Promise<SignInTry> {
  return beginSignInTry(database, [{ key: `change:${userId}`, ...BY_ACCOUNT }]);
}

/**
 * Counts a try at a one-time link. The count is separate from passwords, so that wrong passwords of
 * one person do not block the links of others at the same address.
 */
export function beginLinkTry(database: Database, headers: Headers): Promise<SignInTry> {
  const key = `links:${networkOf(headers.get(PEER_HEADER))}`;
  return beginSignInTry(database, [{ key, ...BY_ADDRESS }]);
}

/** The message for a person who has to wait. */
export function tooManyTries(retryAfterS: number): string {
  const minutes = Math.ceil(retryAfterS / 60);
  const wait = minutes === 1 ? "a minute" : `${minutes} minutes`;
  return `Too many attempts. Try again in ${wait}.`;
}
