import { randomUUID } from "node:crypto";
import type { Database } from "../client.ts";

type Store = Pick<Database, "prisma">;

const CREDENTIAL = { providerId: "credential" } as const;

/** The account that holds a person's password; null if the person has no password yet. */
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

/** Stores the hash of the first password of a person. */
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
  /** The account that holds the person's password; null if the person has no password yet. */
  readonly accountId: string | null;
  /** The hash of the new password. */
  readonly password: string;
  /**
   * True if the person's API keys must end, too: somebody with the old password may have made one
   * of them.
   */
  readonly endKeys: boolean;
}

/**
 * Stores a password and ends the person's sessions and, if asked, API keys in one transaction;
 * returns the number of ended keys.
 */
export function replacePassword(
  { prisma }: Store,
  { userId, accountId, password, endKeys }: NewPassword,
): Promise<number> {
  return prisma.$transaction(async (tables) => {
    if (accountId === null) {
      const data = { id: randomUUID(), accountId: userId, userId, password, ...CREDENTIAL };
      await tables.account.create({ data });
    } else await tables.account.update({ where: { id: accountId }, data: { password } });
    // Somebody with the old password or with a stolen cookie may still be signed in.
    await tables.session.deleteMany({ where: { userId } });
    if (!endKeys) return 0;
    const { count } = await tables.apikey.deleteMany({ where: { referenceId: userId } });
    return count;
  });
}
