import { askDatabase } from "@headwater/db";
import {
  endSession,
  getPerson,
  notePersonSeen,
  noteSessionUsed,
  readApiKeyOwner,
} from "@headwater/db/people";
import { type Person, roleOf } from "@headwater/domain/rights";
import { auth } from "./auth.ts";
import { databaseTrouble } from "./database-trouble.ts";
import { runtime } from "./runtime.ts";

/** The person who makes a request. */
export interface Viewer extends Person {
  readonly name: string;
  readonly email: string;
  /** The way they signed in: another site can make a browser send a cookie, but not an API key. */
  readonly by: "cookie" | "key";
  /**
   * True when the session of the cookie began with a one-time link a moment ago, which proves as
   * much as a password. */
  readonly byLink?: boolean;
}

/** The time after a sign-in by link in which the person need not give their current password. */
const LINK_PROVES_MS = 3_600_000;
/** Milliseconds without a request after which a session has ended. */
const IDLE_MS = 8 * 3_600_000;
/** The least milliseconds between two updates of the last use, so that not every request writes. */
const SEEN_EVERY_MS = 60_000;

/**
 * Finds the person who makes a request by `Authorization: Key …` or by the session cookie; null if
 * neither is valid.
 */
export async function authenticate(headers: Headers): Promise<Viewer | null> {
  const key = /^(?:Key|Bearer)\s+(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  try {
    return await (key === undefined ? byCookie(headers) : byKey(key));
  } catch (error) {
    // The library hides the reason of a failure, so a query of our own finds out whether the
    // database answers.
    await askDatabase(runtime().database).catch((reason: unknown) => {
      throw databaseTrouble(reason) ?? reason;
    });
    throw databaseTrouble(error) ?? error;
  }
}

async function byCookie(headers: Headers): Promise<Viewer | null> {
  const session = await auth().api.getSession({ headers });
  if (session === null || !(await isInUse(session.session))) return null;
  const viewer = await viewerOf(session.user.id, "cookie");
  const { byLink, createdAt } = session.session;
  const isFresh = runtime().database.now().getTime() - createdAt.getTime() < LINK_PROVES_MS;
  return viewer === null ? null : { ...viewer, byLink: byLink && isFresh };
}

/** Ends a session that was not used for too long, else updates its last use. */
async function isInUse({ id, updatedAt }: { readonly id: string; readonly updatedAt: Date }) {
  const { database } = runtime();
  const idleMs = database.now().getTime() - updatedAt.getTime();
  if (idleMs > IDLE_MS) {
    await endSession(database, id);
    return false;
  }
  if (idleMs > SEEN_EVERY_MS) await noted(noteSessionUsed(database, id));
  return true;
}

async function byKey(key: string): Promise<Viewer | null> {
  const verified = await auth().api.verifyApiKey({ body: { key } });
  if (verified.valid && verified.key !== null) return viewerOf(verified.key.referenceId, "key");
  // The library gives the same answer for a wrong key and for a right key whose use it could not
  // store (full disk, no database).
  const owner = await readApiKeyOwner(runtime().database, key);
  return owner === null ? null : viewerOf(owner, "key");
}

/**
 * Stores the last use of a person or session; on a full disk it is not stored, and the person still
 * gets in.
 */
async function noted(note: Promise<unknown>): Promise<void> {
  await note.catch((error: unknown) => {
    if (databaseTrouble(error) === null) throw error;
  });
}

/** Reads the person at each request, so that a lost role or a disabled account counts at once. */
async function viewerOf(userId: string, by: Viewer["by"]): Promise<Viewer | null> {
  const { database } = runtime();
  const user = await getPerson(database, userId);
  if (user === null || user.banned) return null;
  if (database.now().getTime() - (user.lastSeenAt?.getTime() ?? 0) > SEEN_EVERY_MS)
    await noted(notePersonSeen(database, userId));
  return { id: user.id, name: user.name, email: user.email, role: roleOf(user.role), by };
}
