import { type Database, inTurn } from "@headwater/db";
import { recordAudit } from "@headwater/db/audit";
import {
  deleteApiKey,
  findCredential,
  replacePassword,
  type SignInTry,
} from "@headwater/db/people";
import { AppError } from "@headwater/domain";
import { passwordProblem } from "@headwater/domain/people";
import {
  accountKey,
  beginPasswordChange,
  beginPasswordTry,
  tooManyTries,
} from "../../server/password-tries.ts";
import { hashPassword, verifyPassword } from "../../server/passwords.ts";
import type { Viewer } from "../../server/session.ts";

/** Takes a key of one's own back; it stops working at once. Another person's is left alone, without a word. */
export async function revokeApiKey(database: Database, viewer: Viewer, id: string) {
  const revoked = await deleteApiKey(database, { id, userId: viewer.id });
  if (revoked)
    await recordAudit(database, { userId: viewer.id, action: "apikey.revoke", object: id });
  return { revoked };
}

interface PasswordChange {
  readonly current?: string | undefined;
  readonly next: string;
  /** Whoever had the password may have made a key with it, which would go on without it. */
  readonly endKeys: boolean;
}

interface Asked {
  readonly database: Database;
  readonly headers: Headers;
}

/**
 * Sets the first password, or changes one whose current value is known; all sessions end, and the caller begins a new one.
 * Who came by a one-time link need not know it: the link is what people ask for when they forgot it.
 * One change of a person at a time: many at once would fill the queue in which everybody's passwords are hashed.
 */
export function setPassword(
  asked: Asked,
  viewer: Viewer,
  change: PasswordChange,
): Promise<{ keysEnded: number }> {
  return inTurn(`password:${viewer.id}`, () => setInTurn(asked, viewer, change));
}

async function setInTurn(
  asked: Asked,
  viewer: Viewer,
  { current, next, endKeys }: PasswordChange,
): Promise<{ keysEnded: number }> {
  const problem = passwordProblem(next, viewer.email);
  if (problem !== null) throw new AppError("invalid", problem);
  const account = await findCredential(asked.database, viewer.id);
  if (account !== null && viewer.byLink !== true)
    await proveCurrent(asked, viewer, { current, hash: account.password });
  const change = allowed(await beginPasswordChange(asked.database, viewer.id));
  const password = await judged(change, hashPassword(next));
  const stored = { userId: viewer.id, accountId: account?.id ?? null, password, endKeys };
  const details = { keysEnded: await replacePassword(asked.database, stored) };
  await recordAudit(asked.database, { userId: viewer.id, action: "account.password", details });
  return details;
}

/** Throws unless the current password is known. A try at it counts as one at the sign-in does: both are ways to guess it. */
async function proveCurrent(
  { database, headers }: Asked,
  viewer: Viewer,
  { current, hash }: { readonly current: string | undefined; readonly hash: string | null },
): Promise<void> {
  const wrong = new AppError("invalid", "The current password is not right.");
  if (current === undefined || hash === null) throw wrong;
  const account = accountKey(viewer.email);
  const attempt = allowed(await beginPasswordTry(database, account, headers));
  if (!(await judged(attempt, verifyPassword({ hash, password: current })))) throw wrong;
  await attempt.forgive([account]);
}

/** A try that no limit holds up; throws for one that it does. */
function allowed(attempt: SignInTry): SignInTry {
  const { retryAfter } = attempt;
  if (retryAfter === null) return attempt;
  const details = { retryAfterS: retryAfter };
  throw new AppError("rate_limited", tooManyTries(retryAfter), { details });
}

/** What a try came to. One that could not be judged, e.g. for want of room, was no bad one and does not count. */
function judged<Result>(attempt: SignInTry, work: Promise<Result>): Promise<Result> {
  return work.catch(async (error: unknown) => {
    await attempt.forgive();
    throw error;
  });
}
