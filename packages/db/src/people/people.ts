import { AppError } from "@headwater/domain";
import { isLowerRole, type Role, roleOf } from "@headwater/domain/rights";
import type { PoolClient } from "pg";
import type { Database } from "../client.ts";
import { LOCKS } from "../locks.ts";

type Store = Pick<Database, "prisma">;

/** What a list of people may show: never a password, a token or a key. */
const SHOWN = {
  id: true,
  name: true,
  email: true,
  role: true,
  banned: true,
  lastSeenAt: true,
  createdAt: true,
} as const;

/** Everybody, oldest first. */
export function listPeople({ prisma }: Store) {
  return prisma.user.findMany({ select: SHOWN, orderBy: { createdAt: "asc" } });
}

/** One person; null if there is none of that id. */
export function getPerson({ prisma }: Store, id: string) {
  return prisma.user.findUnique({ where: { id }, select: SHOWN });
}

/** True if somebody has this address, however it is written. */
export async function isAddressTaken({ prisma }: Store, email: string): Promise<boolean> {
  return (await prisma.user.count({ where: { email: email.toLowerCase() } })) > 0;
}

/** How many people there are, disabled ones too. */
export function countPeople({ prisma }: Store): Promise<number> {
  return prisma.user.count();
}

/** Id of the admin who was there first; null while there is none. */
export async function firstAdminId(client: PoolClient): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    "SELECT id FROM user_account WHERE role = 'admin' ORDER BY created_at, id LIMIT 1",
  );
  return rows[0]?.id ?? null;
}

/** Notes that a person is in use. */
export async function notePersonSeen({ prisma, now }: Database, id: string): Promise<void> {
  await prisma.user.updateMany({ where: { id }, data: { lastSeenAt: now() } });
}

/** A change of rights: what is absent stays. */
export interface PersonChange {
  readonly id: string;
  readonly role?: Role | undefined;
  readonly banned?: boolean | undefined;
}

/**
 * Changes a role or disables a person; either ends their sessions. Gives the person as changed, and
 * whether they have fewer rights now. The last admin cannot lose the place, not even when two admins
 * demote each other at the same moment: a count before the update sees both still there, so the
 * changes run one after the other. Throws AppError `not_found` or `conflict`.
 */
export function changePerson({ prisma }: Store, { id, role, banned }: PersonChange) {
  const data = {
    ...(role === undefined ? {} : { role }),
    ...(banned === undefined ? {} : { banned }),
  };
  return prisma.$transaction(async (tables) => {
    await tables.$executeRaw`SELECT pg_advisory_xact_lock(${LOCKS.people})`;
    const before = await tables.user.findUnique({ where: { id } });
    if (before === null) throw new AppError("not_found", "This person is no longer there.");
    const losesPlace = (role !== undefined && role !== "admin") || banned === true;
    const others = await tables.user.count({
      where: { role: "admin", banned: false, id: { not: id } },
    });
    if (losesPlace && others === 0)
      throw new AppError("conflict", "This is the only admin left: make another one first.");
    // In the same transaction: whose rights change is signed out, or they do not change.
    if (banned === true || (role !== undefined && role !== before.role))
      await tables.session.deleteMany({ where: { userId: id } });
    const person = await tables.user.update({ where: { id }, data, select: SHOWN });
    const hasFewer = isLowerRole(roleOf(person.role), roleOf(before.role));
    return { person, hasFewerRights: banned === true || hasFewer, change: data };
  });
}
