import { createHash } from "node:crypto";
import type { Database } from "@headwater/db";
import { beginSignInTry, type SignInTry, type TryLimit } from "@headwater/db/people";
import { networkOf, PEER_HEADER } from "./peer.ts";

/** Tries of an address, whatever they are at. */
const BY_ADDRESS = { max: 50, windowSeconds: 3600 };
/** Tries at one account, from wherever, and new passwords of it. */
const BY_ACCOUNT = { max: 10, windowSeconds: 900 };

/** The account that a password is tried at, whether there is one or not. Hashed: people type passwords into the wrong field. */
export function accountKey(email: string): string {
  return `account:${createHash("sha256").update(email.trim().toLowerCase()).digest("hex")}`;
}

/**
 * Counts a try at a password, wherever it is asked for: each of these places counts for all, or who is held up at one
 * would go on at another. A body may name no account; then the address alone counts.
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
 * Counts a new password of a person, however it was allowed: each costs a hash, and who came by a link proves nothing that
 * would be counted. Not counted with the tries: who guesses at an account must not keep its owner from a new password.
 */
export function beginPasswordChange(database: Database, userId: string): Promise<SignInTry> {
  return beginSignInTry(database, [{ key: `change:${userId}`, ...BY_ACCOUNT }]);
}

/** Counts a try at a one-time link. Nobody guesses one: who types wrong passwords at an address must not keep the others there from theirs. */
export function beginLinkTry(database: Database, headers: Headers): Promise<SignInTry> {
  const key = `links:${networkOf(headers.get(PEER_HEADER))}`;
  return beginSignInTry(database, [{ key, ...BY_ADDRESS }]);
}

/** What whoever is held up is told. */
export function tooManyTries(retryAfterS: number): string {
  const minutes = Math.ceil(retryAfterS / 60);
  const wait = minutes === 1 ? "a minute" : `${minutes} minutes`;
  return `Too many attempts. Try again in ${wait}.`;
}
