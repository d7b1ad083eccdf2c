import { randomUUID } from "node:crypto";
import { type Database, inTurn } from "@headwater/db";
import { recordAudit } from "@headwater/db/audit";
import type { SignInTry } from "@headwater/db/people";
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

/** A person's keys, newest first; the keys themselves are not stored. */
export function listApiKeys({ prisma }: Database, viewer: Viewer) {
  return prisma.apikey.findMany({
    where: { referenceId: viewer.id },
    orderBy: { createdAt: "desc" },
    select: { id: true, name: true, start: true, createdAt: true, lastRequest: true },
  });
}

/** Takes a key of one's own back; it stops working at once. Another person's is left alone, without a word. */
export async function revokeApiKey(database: Database, viewer: Viewer, id: string) {
  const { count } = await database.prisma.apikey.deleteMany({
    where: { id, referenceId: viewer.id },
  });
  if (count > 0)
    await recordAudit(database, { userId: viewer.id, action: "apikey.revoke", object: id });
  return { revoked: count > 0 };
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
  const { prisma } = asked.database;
  const problem = passwordProblem(next, viewer.email);
  if (problem !== null) throw new AppError("invalid", problem);
  const account = await prisma.account.findFirst({
    where: { userId: viewer.id, providerId: "credential" },
  });
  if (account !== null && viewer.byLink !== true)
    await proveCurrent(asked, viewer, { current, hash: account.password });
  const change = allowed(await beginPasswordChange(asked.database, viewer.id));
  const password = await judged(change, hashPassword(next));
  const stored = { userId: viewer.id, accountId: account?.id ?? null, password, endKeys };
  const details = { keysEnded: await store(asked.database, stored) };
  await recordAudit(asked.database, { userId: viewer.id, action: "account.password", details });
  return details;
}

interface NewPassword extends Pick<PasswordChange, "endKeys"> {
  readonly userId: string;
  /** The account that holds the person's password; null where there is none yet. */
  readonly accountId: string | null;
  /** The password's hash. */
  readonly password: string;
}

/** Stores a password and ends what the old one opened, in one transaction; gives the number of keys that ended. */
function store(
  { prisma }: Database,
  { userId, accountId, password, endKeys }: NewPassword,
): Promise<number> {
  const credential = { accountId: userId, providerId: "credential", userId, password };
  return prisma.$transaction(async (tables) => {
    if (accountId === null)
      await tables.account.create({ data: { id: randomUUID(), ...credential } });
    else await tables.account.update({ where: { id: accountId }, data: { password } });
    // Whoever had the old password, or the cookie of this very session, may still be signed in with it.
    await tables.session.deleteMany({ where: { userId } });
    if (!endKeys) return 0;
    const { count } = await tables.apikey.deleteMany({ where: { referenceId: userId } });
    return count;
  });
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
