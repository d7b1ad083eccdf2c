import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Database } from "./client.ts";

const VALID_HOURS = 24;
/** Address of the admin that a home without any user gets. */
export const DEFAULT_ADMIN_EMAIL = "admin@localhost";

/**
 * Makes the one-time sign-in link of a new installation: for the first admin, who is made if there is no user at all.
 * Null once anybody has signed in.
 */
export async function createFirstSignInLink(database: Database): Promise<string | null> {
  const { prisma } = database;
  if (
    (await prisma.session.count()) > 0 ||
    (await prisma.user.count({ where: { lastSeenAt: { not: null } } })) > 0
  )
    return null;
  const admin =
    (await prisma.user.findFirst({ where: { role: "admin" }, orderBy: { createdAt: "asc" } })) ??
    (await createUser(database, { email: DEFAULT_ADMIN_EMAIL, name: "Admin", role: "admin" }));
  return createSignInLink(database, admin.id);
}

/** Makes a one-time link for a person; only the hash of the returned token is kept. */
export async function createSignInLink({ prisma }: Database, userId: string): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(Date.now() + VALID_HOURS * 3_600_000);
  await prisma.signInLink.create({ data: { tokenHash: hashOf(token), userId, expiresAt } });
  return token;
}

/** Uses a link up; the person it is for, or null if it was used, has expired, never was, or its person is disabled. */
export async function takeSignInLink({ pool }: Database, token: string): Promise<string | null> {
  const { rows } = await pool.query<{ user_id: string }>(
    `UPDATE sign_in_link SET used_at = now() FROM user_account u
     WHERE token_hash = $1 AND used_at IS NULL AND expires_at > now() AND u.id = user_id AND NOT u.banned RETURNING user_id`,
    [hashOf(token)],
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
