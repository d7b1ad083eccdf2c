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

/**
 * Revokes a key of the viewer, which stops working at once. The key of another person is left alone
 * silently.
 */
export async function revokeApiKey(database: Database, viewer: Viewer, id: string) {
  const revoked = await deleteApiKey(database, { id, userId: viewer.id });
  if (revoked)
    await recordAudit(database, { userId: viewer.id, action: "apikey.revoke", object: id });
  return { revoked };
}

interface PasswordChange {
  readonly current?: string | undefined;
  readonly next: string;
  /** A stranger who knew the password may have made a key, and that key outlives the password. */
  readonly endKeys: boolean;
}

interface AccountRequest {
  readonly database: Database;
  readonly headers: Headers;
}

/**
 * Sets the first password, or changes a password whose current value is known. All sessions end,
 * and the caller begins a new session.
 * A person who came by a one-time link need not know the current password: people ask for such a
 * link when they forgot their password.
 * Each person's changes run one after the other: many at once would fill the queue in which all
 * passwords are hashed.
 */
export function setPassword(
  request: AccountRequest,
  viewer: Viewer,
  change: PasswordChange,
): Promise<{ keysEnded: number }> {
  return inTurn(`password:${viewer.id}`, () => setInTurn(request, viewer, change));
}

async function setInTurn(
  request: AccountRequest,
  viewer: Viewer,
  { current, next, endKeys }: PasswordChange,
): Promise<{ keysEnded: number }> {
  const problem = passwordProblem(next, viewer.email);
  if (problem !== null) throw new AppError("invalid", problem);
  const account = await findCredential(request.database, viewer.id);
  if (account !== null && viewer.byLink !== true)
    await proveCurrent(request, viewer, { current, hash: account.password });
  const change = allowed(await beginPasswordChange(request.database, viewer.id));
  const password = await judged(change, hashPassword(next));
  const stored = { userId: viewer.id, accountId: account?.id ?? null, password, endKeys };
  const details = { keysEnded: await replacePassword(request.database, stored) };
  await recordAudit(request.database, { userId: viewer.id, action: "account.password", details });
  return details;
}

/**
 * Throws unless the current password is right. A try counts like a try at the sign-in, because both
 * are ways to guess a password.
 */
async function proveCurrent(
  { database, headers }: AccountRequest,
  viewer: Viewer,
  { current, hash }: { readonly current: string | undefined; readonly hash: string | null },
): Promise<void> {
  const wrong = new AppError("invalid", "The current password is not right.");
  if (current === undefined || hash === null) throw wrong;
  const account = accountKey(viewer.email);
  const attempt = allowed(await beginPasswordTry(database, account, headers));
  if (!(await judged(attempt, verifyPassword({ hash, password: current })))) throw wrong;
  await attempt.discard([account]);
}

/** Returns a try that is within the limits; throws for a try that is over a limit. */
function allowed(attempt: SignInTry): SignInTry {
  const { retryAfter } = attempt;
  if (retryAfter === null) return attempt;
  const details = { retryAfterS: retryAfter };
  throw new AppError("rate_limited", tooManyTries(retryAfter), { details });
}

/**
 * Returns the result of a try. A try that failed for another reason, e.g. a full queue, was not a
 * wrong guess and does not count.
 */
function judged<Result>(attempt: SignInTry, work: Promise<Result>): Promise<Result> {
  return work.catch(async (error: unknown) => {
    await attempt.discard();
    throw error;
  });
}
