import { createHash, randomBytes, randomUUID } from "node:crypto";
import { recordAudit } from "../audit/index.ts";
import type { Database } from "../client.ts";

const VALID_HOURS = 24;
/**
 * The address of the first admin of a home without users; the sign-in refuses an address without a
 * dot.
 */
export const DEFAULT_ADMIN_EMAIL = "admin@headwater.localhost";

/**
 * Makes the one-time sign-in link that a start prints. The link is for the first admin, who is made
 * if no user exists. Returns null once an active admin has a password, because this admin can sign
 * in without a link.
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
  await auditLink(database, admin.id, "start");
  return createSignInLink(database, admin.id);
}

/** A link that the command line made on the machine itself, or the reason for a refusal. */
export type RecoveryLink =
  | { readonly email: string; readonly token: string }
  | { readonly refusal: string };

/**
 * Makes a one-time link for the person with an address, or for the first admin. The caller can read
 * the files of this machine. The link is valid for an hour and is recorded in the audit log.
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
    return {
      refusal:
        email === undefined
          ? "Headwater has no active admin."
          : `No person has the address ${email}.`,
    };
  if (person.banned) return { refusal: `${person.email} is disabled.` };
  await auditLink(database, person.id, "command line");
  return { email: person.email, token: await createSignInLink(database, person.id, 1) };
}

const ACTIVE_ADMIN = { role: "admin", banned: false } as const;

function firstAdmin({ prisma }: Database) {
  return prisma.user.findFirst({ where: ACTIVE_ADMIN, orderBy: { createdAt: "asc" } });
}

/** Records a link that no person requested; `by` names the origin of the request. */
async function auditLink(database: Database, object: string, by: string): Promise<void> {
  await recordAudit(database, { userId: null, action: "people.link", object, details: { by } });
}

/**
 * Makes a one-time link for a person and returns its token; only the hash of the token is stored.
 */
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

/**
 * Uses a one-time link; returns the id of its person. Returns null if the link was used, has
 * expired or is unknown, or if its person is disabled.
 */
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

/** Adds a person without a password, who must sign in by a link first. */
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
