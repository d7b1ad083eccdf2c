import { defaultKeyHasher } from "@better-auth/api-key";
import type { Database } from "@headwater/db";
import {
  addApiKey,
  countPeople,
  createCredential,
  createUser,
  DEFAULT_ADMIN_EMAIL,
  firstAdminProblem,
} from "@headwater/db/people";
import type { Config } from "@headwater/runtime";
import { hashPassword } from "./passwords.ts";

/**
 * Makes the first admin while no user exists, with the password and the API key of the
 * configuration, if any.
 */
export async function ensureFirstAdmin({ admin }: Config, database: Database): Promise<void> {
  // Later starts do not change the first admin, so that an old password does not come back from the
  // environment.
  if ((await countPeople(database)) > 0) return;
  const email = admin.email ?? DEFAULT_ADMIN_EMAIL;
  const problem = await firstAdminProblem(database, admin);
  // The password is checked before the user is made, so that the next start can try a better
  // password.
  if (problem !== null) throw new Error(problem);
  const user = await createUser(database, { email, name: "Admin", role: "admin" });
  if (admin.password !== undefined)
    await createCredential(database, user.id, await hashPassword(admin.password));
  if (admin.apiKey !== undefined)
    await addApiKey(database, {
      userId: user.id,
      name: "from HEADWATER_ADMIN_API_KEY",
      // Six characters distinguish keys in a list, and do not help to guess the rest.
      start: admin.apiKey.slice(0, 6),
      hash: await defaultKeyHasher(admin.apiKey),
    });
}
