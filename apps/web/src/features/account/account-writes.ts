import { randomUUID } from "node:crypto";
import type { Database } from "@headwater/db";
import { AppError } from "@headwater/domain";
import { hashPassword, verifyPassword } from "better-auth/crypto";
import { audit } from "../../server/audit.ts";
import type { Auth } from "../../server/auth.ts";
import type { Viewer } from "../../server/session.ts";

/** A person's keys, newest first; the keys themselves are not stored. */
export function listApiKeys({ prisma }: Database, viewer: Viewer) {
  return prisma.apikey.findMany({
    where: { referenceId: viewer.id },
    orderBy: { createdAt: "desc" },
    select: { id: true, name: true, start: true, createdAt: true, lastRequest: true },
  });
}

/** Makes a key; it is given once and never again. The audit row names it, and does not hold it. */
export async function createApiKey(
  { database, auth }: { readonly database: Database; readonly auth: Auth },
  viewer: Viewer,
  name: string,
): Promise<{ key: string }> {
  const { key } = await auth.api.createApiKey({ body: { name, userId: viewer.id } });
  await audit(database, { userId: viewer.id, action: "apikey.create", object: name });
  return { key };
}

/** Takes a key of one's own back; it stops working at once. Another person's is left alone, without a word. */
export async function revokeApiKey(database: Database, viewer: Viewer, id: string) {
  const { count } = await database.prisma.apikey.deleteMany({
    where: { id, referenceId: viewer.id },
  });
  if (count > 0) await audit(database, { userId: viewer.id, action: "apikey.revoke", object: id });
  return { revoked: count > 0 };
}

interface PasswordChange {
  readonly current?: string | undefined;
  readonly next: string;
}

/**
 * Sets the first password, or changes one whose current value is known; all sessions end, and the caller begins a new one.
 * Who came by a one-time link need not know it: the link is what people ask for when they forgot it.
 */
export async function setPassword(
  database: Database,
  viewer: Viewer,
  { current, next }: PasswordChange,
): Promise<void> {
  const { prisma } = database;
  const account = await prisma.account.findFirst({
    where: { userId: viewer.id, providerId: "credential" },
  });
  const password = await hashPassword(next);
  if (account === null) {
    await prisma.account.create({
      data: {
        id: randomUUID(),
        accountId: viewer.id,
        providerId: "credential",
        userId: viewer.id,
        password,
      },
    });
  } else {
    const known =
      current !== undefined &&
      account.password !== null &&
      (await verifyPassword({ hash: account.password, password: current }));
    if (!known && viewer.byLink !== true)
      throw new AppError("invalid", "The current password is not right.");
    await prisma.account.update({ where: { id: account.id }, data: { password } });
  }
  // Whoever had the old password, or the cookie of this very session, may still be signed in with it.
  await prisma.session.deleteMany({ where: { userId: viewer.id } });
  await audit(database, { userId: viewer.id, action: "account.password" });
}
