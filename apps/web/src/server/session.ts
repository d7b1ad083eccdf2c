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

/** Who makes a request. */
export interface Viewer extends Person {
  readonly name: string;
  readonly email: string;
  /** How they proved it: API keys cannot be forged from another site, cookies could. */
  readonly by: "cookie" | "key";
  /** True when the session of the cookie began with a one-time link a moment ago, which proves as much as a password would. */
  readonly byLink?: boolean;
}

/** For how long a sign-in by link stands for the password that a person forgot. */
const LINK_PROVES_MS = 3_600_000;
/** Milliseconds without a request after which a session has ended. */
const IDLE_MS = 8 * 3_600_000;
/** Milliseconds between two notes that a person or session is in use: a write a request would be waste. */
const SEEN_EVERY_MS = 60_000;

/** Finds who makes a request, by `Authorization: Key …` or by the session cookie; null for nobody. */
export async function authenticate(headers: Headers): Promise<Viewer | null> {
  const key = /^(?:Key|Bearer)\s+(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  try {
    return await (key === undefined ? byCookie(headers) : byKey(key));
  } catch (error) {
    // The library tells of a failure without its reason: the database is asked for it.
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

/** Ends a session that nobody used for too long, else notes that it is in use. */
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
  // The library says the same of a wrong key and of a right one whose use it could not note (a full disk, no database).
  const owner = await readApiKeyOwner(runtime().database, key);
  return owner === null ? null : viewerOf(owner, "key");
}

/** That somebody was seen is no reason to send them away: on a full disk it is not noted. */
async function noted(note: Promise<unknown>): Promise<void> {
  await note.catch((error: unknown) => {
    if (databaseTrouble(error) === null) throw error;
  });
}

/** Read each time: a role that was taken away, or a disabled account, counts at once. */
async function viewerOf(userId: string, by: Viewer["by"]): Promise<Viewer | null> {
  const { database } = runtime();
  const user = await getPerson(database, userId);
  if (user === null || user.banned) return null;
  if (database.now().getTime() - (user.lastSeenAt?.getTime() ?? 0) > SEEN_EVERY_MS)
    await noted(notePersonSeen(database, userId));
  return { id: user.id, name: user.name, email: user.email, role: roleOf(user.role), by };
}
