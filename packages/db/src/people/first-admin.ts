import { passwordProblem } from "@headwater/domain/people";
import type { Database } from "../client.ts";
import { DEFAULT_ADMIN_EMAIL } from "./sign-in-links.ts";

interface FirstAdmin {
  readonly email: string | undefined;
  readonly password: string | undefined;
}

/**
 * What keeps the first admin of the settings from being made, in words; null if nothing does. Once there is any user,
 * nobody reads these settings: a start with them must not fail for what has no meaning any more.
 */
export async function firstAdminProblem(
  { prisma }: Pick<Database, "prisma">,
  { email, password }: FirstAdmin,
): Promise<string | null> {
  if (password === undefined || (await prisma.user.count()) > 0) return null;
  const problem = passwordProblem(password, email ?? DEFAULT_ADMIN_EMAIL);
  return problem === null
    ? null
    : `HEADWATER_ADMIN_PASSWORD can't be used: ${problem} Then start again.`;
}
