import type { Database } from "@headwater/db";
import { recordAudit } from "@headwater/db/audit";
import { requestCancelOfUser } from "@headwater/db/executions";
import { createSignInLink, createUser } from "@headwater/db/people";
import { AppError } from "@headwater/domain";
import { isLowerRole, type Role, roleOf } from "@headwater/domain/rights";
import type { Context } from "../../server/context.ts";
import type { Viewer } from "../../server/session.ts";

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
export function listPeople({ prisma }: Database) {
  return prisma.user.findMany({ select: SHOWN, orderBy: { createdAt: "asc" } });
}

interface NewPerson {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

/** Adds a person and makes their first one-time link, which the admin hands over. */
export async function addPerson({ config, database }: Context, viewer: Viewer, input: NewPerson) {
  const known = await database.prisma.user.findUnique({
    where: { email: input.email.toLowerCase() },
  });
  if (known !== null) throw new AppError("conflict", `${input.email} is there already.`);
  const { id } = await createUser(database, input);
  await recordAudit(database, {
    userId: viewer.id,
    action: "people.add",
    object: id,
    details: { role: input.role },
  });
  return { id, link: await freshLink(config.publicUrl, database, id) };
}

interface PersonChange {
  readonly id: string;
  readonly role?: Role | undefined;
  readonly banned?: boolean | undefined;
}

/** Any number that no other lock of this database has: whoever changes people waits for whoever does. */
const PEOPLE_LOCK = 7_361_001;

/**
 * Changes a role or disables a person; either ends their sessions, and fewer rights end what they have running.
 * The last admin cannot lose the place, not even when two admins demote each other at the same moment: a count before
 * the update sees both still there, so the changes run one after the other.
 */
export async function changePerson(
  { database, query }: Pick<Context, "database" | "query">,
  viewer: Viewer,
  { id, role, banned }: PersonChange,
) {
  const data = {
    ...(role === undefined ? {} : { role }),
    ...(banned === undefined ? {} : { banned }),
  };
  const { person, lost } = await database.prisma.$transaction(async (prisma) => {
    await prisma.$executeRaw`SELECT pg_advisory_xact_lock(${PEOPLE_LOCK})`;
    const before = await prisma.user.findUnique({ where: { id } });
    if (before === null) throw gone();
    const losesPlace = (role !== undefined && role !== "admin") || banned === true;
    const others = await prisma.user.count({
      where: { role: "admin", banned: false, id: { not: id } },
    });
    if (losesPlace && others === 0)
      throw new AppError("conflict", "This is the only admin left: make another one first.");
    // In the same transaction: whose rights change is signed out, or they do not change.
    if (banned === true || (role !== undefined && role !== before.role))
      await prisma.session.deleteMany({ where: { userId: id } });
    const changed = await prisma.user.update({ where: { id }, data, select: SHOWN });
    return {
      person: changed,
      lost: banned === true || isLowerRole(roleOf(changed.role), roleOf(before.role)),
    };
  });
  if (lost) await endRuns({ database, query }, id);
  await recordAudit(database, {
    userId: viewer.id,
    action: "people.change",
    object: id,
    details: data,
  });
  return person;
}

/** A statement keeps the rights that it began with: of whoever has fewer now, none goes on. */
async function endRuns(
  { database, query }: Pick<Context, "database" | "query">,
  userId: string,
): Promise<void> {
  const atWork = await requestCancelOfUser(database, userId);
  // The query role finds the requests by itself within seconds; told, it ends them at once.
  await Promise.allSettled(atWork.map((id) => query.cancel(id)));
}

function gone(): AppError {
  return new AppError("not_found", "This person is no longer there.");
}

/** A new one-time link for a person, shown once. */
export async function linkFor({ config, database }: Context, viewer: Viewer, id: string) {
  const person = await database.prisma.user.findUnique({ where: { id } });
  if (person === null) throw gone();
  await recordAudit(database, { userId: viewer.id, action: "people.link", object: id });
  return { link: await freshLink(config.publicUrl, database, id) };
}

async function freshLink(publicUrl: string, database: Database, userId: string): Promise<string> {
  return `${publicUrl}/sign-in/link?token=${await createSignInLink(database, userId)}`;
}
