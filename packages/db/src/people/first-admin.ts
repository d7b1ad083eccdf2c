import { passwordProblem } from "@headwater/domain/people";
import type { Database } from "../client.ts";
import { DEFAULT_ADMIN_EMAIL } from "./sign-in-links.ts";

interface FirstAdmin {
  readonly email: string | undefined;
  readonly password: string | undefined;
}

/**
 * Returns why the first admin can't be made with the settings; null if the admin can be made. Once
 * a user exists, these settings have no effect, so that a start must not fail because of them.
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
