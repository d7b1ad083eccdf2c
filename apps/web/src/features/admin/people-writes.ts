import type { Database } from "@headwater/db";
import { recordAudit } from "@headwater/db/audit";
import { requestCancelOfUser } from "@headwater/db/executions";
import {
  changePerson,
  createSignInLink,
  createUser,
  getPerson,
  isAddressTaken,
  type PersonChange,
} from "@headwater/db/people";
import { AppError } from "@headwater/domain";
import type { Role } from "@headwater/domain/rights";
import type { Context } from "../../server/context.ts";
import type { Viewer } from "../../server/session.ts";

interface NewPerson {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

/** Adds a person and makes their first one-time link, which the admin hands over. */
export async function addPerson({ config, database }: Context, viewer: Viewer, input: NewPerson) {
  if (await isAddressTaken(database, input.email))
    throw new AppError("conflict", `A person with the e-mail ${input.email} exists already.`);
  const { id } = await createUser(database, input);
  await recordAudit(database, {
    userId: viewer.id,
    action: "people.add",
    object: id,
    details: { role: input.role },
  });
  return { id, link: await freshLink(config.publicUrl, database, id) };
}

/**
 * Changes a person's role or disables a person. If the person loses rights, their queued and
 * running statements end.
 */
export async function changePersonAs(
  { database, query }: Pick<Context, "database" | "query">,
  viewer: Viewer,
  wanted: PersonChange,
) {
  const { person, hasFewerRights, change } = await changePerson(database, wanted);
  if (hasFewerRights) await endRuns({ database, query }, person.id);
  await recordAudit(database, {
    userId: viewer.id,
    action: "people.change",
    object: person.id,
    details: change,
  });
  return person;
}

/**
 * Ends the statements of a person who lost rights, because a statement keeps the rights that it
 * began with.
 */
async function endRuns(
  { database, query }: Pick<Context, "database" | "query">,
  userId: string,
): Promise<void> {
  const running = await requestCancelOfUser(database, userId);
  // The query role finds the requests by itself within seconds; a call makes it end the statements
  // at once.
  await Promise.allSettled(running.map((id) => query.cancel({ executionId: id })));
}

/** A new one-time link for a person, shown once. */
export async function linkFor({ config, database }: Context, viewer: Viewer, id: string) {
  if ((await getPerson(database, id)) === null)
    throw new AppError("not_found", "This person no longer exists. Reload the page.");
  await recordAudit(database, { userId: viewer.id, action: "people.link", object: id });
  return { link: await freshLink(config.publicUrl, database, id) };
}

async function freshLink(publicUrl: string, database: Database, userId: string): Promise<string> {
  return `${publicUrl}/sign-in/link?token=${await createSignInLink(database, userId)}`;
}
