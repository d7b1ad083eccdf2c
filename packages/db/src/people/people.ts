import { AppError } from "@headwater/domain";
import { isLowerRole, type Role, roleOf } from "@headwater/domain/rights";
import type { PoolClient } from "pg";
import type { Database } from "../client.ts";
import { LOCKS } from "../locks.ts";

type Store = Pick<Database, "prisma">;

/** The columns that a list of people may show: never a password, a token or a key. */
const SHOWN = {
  id: true,
  name: true,
  email: true,
  role: true,
  banned: true,
  lastSeenAt: true,
  createdAt: true,
} as const;

/** All people, oldest first. */
export function listPeople({ prisma }: Store) {
  return prisma.user.findMany({ select: SHOWN, orderBy: { createdAt: "asc" } });
}

/** One person; null if no person has this id. */
export function getPerson({ prisma }: Store, id: string) {
  return prisma.user.findUnique({ where: { id }, select: SHOWN });
}

/** True if a person has this address, in any case. */
export async function isAddressTaken({ prisma }: Store, email: string): Promise<boolean> {
  return (await prisma.user.count({ where: { email: email.toLowerCase() } })) > 0;
}

/** The number of people, with disabled people. */
export function countPeople({ prisma }: Store): Promise<number> {
  return prisma.user.count();
}

/** The id of the oldest admin; null while no admin exists. */
export async function firstAdminId(client: PoolClient): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>(
    "SELECT id FROM user_account WHERE role = 'admin' ORDER BY created_at, id LIMIT 1",
  );
  return rows[0]?.id ?? null;
}

/** Records the time at which a person was last active. */
export async function notePersonSeen({ prisma, now }: Database, id: string): Promise<void> {
  await prisma.user.updateMany({ where: { id }, data: { lastSeenAt: now() } });
}

/** A change of rights; an absent field does not change. */
export interface PersonChange {
  readonly id: string;
  readonly role?: Role | undefined;
  readonly banned?: boolean | undefined;
}

/**
 * Changes the role of a person or disables a person; both end the person's sessions. Returns the
 * changed person, and whether the person has fewer rights now. One active admin must remain even if
 * two admins demote each other at the same moment: both counts would see the other admin, so that
 * the changes run one after the other. Throws AppError `not_found` or `conflict`.
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
    const losesAdmin = (role !== undefined && role !== "admin") || banned === true;
    const others = await tables.user.count({
      where: { role: "admin", banned: false, id: { not: id } },
    });
    if (losesAdmin && others === 0)
      throw new AppError(
        "conflict",
        "This is the only admin left. Make another person an admin first.",
      );
    // Both happen in one transaction, so that a person whose rights change is always signed out.
    if (banned === true || (role !== undefined && role !== before.role))
      await tables.session.deleteMany({ where: { userId: id } });
    const person = await tables.user.update({ where: { id }, data, select: SHOWN });
    const hasFewer = isLowerRole(roleOf(person.role), roleOf(before.role));
    return { person, hasFewerRights: banned === true || hasFewer, change: data };
  });
}
