import { randomUUID } from "node:crypto";
import type { Database } from "../client.ts";

type Store = Pick<Database, "prisma">;

const CREDENTIAL = { providerId: "credential" } as const;

/** The account that holds a person's password; null where the person has no password yet. */
export function findCredential({ prisma }: Store, userId: string) {
  return prisma.account.findFirst({
    where: { userId, ...CREDENTIAL },
    select: { id: true, password: true },
  });
}

/** True if a person has a password. */
export async function hasPassword({ prisma }: Store, userId: string): Promise<boolean> {
  return (await prisma.account.count({ where: { userId, ...CREDENTIAL } })) > 0;
}

/** Gives a person without a password their first one, as a hash. */
export async function createCredential(
  { prisma }: Store,
  userId: string,
  password: string,
): Promise<void> {
  const data = { id: randomUUID(), accountId: userId, userId, password, ...CREDENTIAL };
  await prisma.account.create({ data });
}

/** A new password of a person. */
export interface NewPassword {
  readonly userId: string;
  /** The account that holds the person's password; null where there is none yet. */
  readonly accountId: string | null;
  /** The password's hash. */
  readonly password: string;
  /** Whoever had the old password may have made a key with it, which would go on without it. */
  readonly endKeys: boolean;
}

/** Stores a password and ends what the old one opened, in one transaction; gives the number of keys that ended. */
export function replacePassword(
  { prisma }: Store,
  { userId, accountId, password, endKeys }: NewPassword,
): Promise<number> {
  return prisma.$transaction(async (tables) => {
    if (accountId === null) {
      const data = { id: randomUUID(), accountId: userId, userId, password, ...CREDENTIAL };
      await tables.account.create({ data });
    } else await tables.account.update({ where: { id: accountId }, data: { password } });
    // Whoever had the old password, or the cookie of this very session, may still be signed in with it.
    await tables.session.deleteMany({ where: { userId } });
    if (!endKeys) return 0;
    const { count } = await tables.apikey.deleteMany({ where: { referenceId: userId } });
    return count;
  });
}
