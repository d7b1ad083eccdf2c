import { createHash, randomBytes, randomUUID } from "node:crypto";
import { recordAudit } from "../audit/index.ts";
import type { Database } from "../client.ts";

const VALID_HOURS = 24;
/** Address of the admin that a home without any user gets; sign-in takes no address without a dot. */
export const DEFAULT_ADMIN_EMAIL = "admin@headwater.localhost";

/**
 * Makes the one-time sign-in link that a start prints: for the first admin, who is made if there is no user at all.
 * Null once an active admin has a password: from then on somebody gets in without the machine's help.
 */
export async function createFirstSignInLink(database: Database): Promise<string | null> {
  const { prisma } = database;
  const withPassword = { some: { providerId: "credential", password: { not: null } } };
  if ((await prisma.user.count({ where: { ...ACTIVE_ADMIN, accounts: withPassword } })) > 0)
    return null;
  const admin =
    (await firstAdmin(database)) ??
    ((await prisma.user.count()) > 0
      ? null
      : await createUser(database, { email: DEFAULT_ADMIN_EMAIL, name: "Admin", role: "admin" }));
  if (admin === null) return null;
  await note(database, admin.id, "start");
  return createSignInLink(database, admin.id);
}

/** A link made on the machine itself, or why there is none. */
export type RecoveryLink =
  | { readonly email: string; readonly token: string }
  | { readonly refusal: string };

/**
 * Makes a one-time link for whoever has this machine's files: for the person of an address, or the first admin.
 * It is valid for an hour and noted in the audit log.
 */
export async function createRecoveryLink(
  database: Database,
  email: string | undefined,
): Promise<RecoveryLink> {
  const person =
    email === undefined
      ? await firstAdmin(database)
      : await database.prisma.user.findUnique({ where: { email: email.toLowerCase() } });
  if (person === null)
    return { refusal: email === undefined ? "No active admin is there." : `Nobody has ${email}.` };
  if (person.banned) return { refusal: `${person.email} is disabled.` };
  await note(database, person.id, "command line");
  return { email: person.email, token: await createSignInLink(database, person.id, 1) };
}

const ACTIVE_ADMIN = { role: "admin", banned: false } as const;

function firstAdmin({ prisma }: Database) {
  return prisma.user.findFirst({ where: ACTIVE_ADMIN, orderBy: { createdAt: "asc" } });
}

/** No person asked for these links: the audit log says what did. */
async function note(database: Database, object: string, by: string): Promise<void> {
  await recordAudit(database, { userId: null, action: "people.link", object, details: { by } });
}

/** Makes a one-time link for a person; only the hash of the returned token is kept. */
export async function createSignInLink(
  { prisma, now }: Database,
  userId: string,
  validHours = VALID_HOURS,
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(now().getTime() + validHours * 3_600_000);
  await prisma.signInLink.create({ data: { tokenHash: hashOf(token), userId, expiresAt } });
  return token;
}

/** Uses a link up; the person it is for, or null if it was used, has expired, never was, or its person is disabled. */
export async function takeSignInLink(
  { pool, now }: Database,
  token: string,
): Promise<string | null> {
  const { rows } = await pool.query<{ user_id: string }>(
    `UPDATE sign_in_link SET used_at = $2 FROM user_account u
     WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2 AND u.id = user_id AND NOT u.banned RETURNING user_id`,
    [hashOf(token), now()],
  );
  return rows[0]?.user_id ?? null;
}

/** Adds a person without a password; they sign in by link first. */
export function createUser(
  { prisma }: Database,
  { email, name, role }: { email: string; name: string; role: string },
) {
  return prisma.user.create({
    data: { id: randomUUID(), email: email.toLowerCase(), name, role, emailVerified: true },
  });
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
