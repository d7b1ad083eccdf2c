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

/** While no user exists, makes the first admin, with the password and API key of the configuration if it has them. */
export async function ensureFirstAdmin({ admin }: Config, database: Database): Promise<void> {
  // Later starts leave the first admin alone: a password that was changed must not come back from the environment.
  if ((await countPeople(database)) > 0) return;
  const email = admin.email ?? DEFAULT_ADMIN_EMAIL;
  const problem = await firstAdminProblem(database, admin);
  // Asked before anything is made: the next start finds no user still, and takes the better password.
  if (problem !== null) throw new Error(problem);
  const user = await createUser(database, { email, name: "Admin", role: "admin" });
  if (admin.password !== undefined)
    await createCredential(database, user.id, await hashPassword(admin.password));
  if (admin.apiKey !== undefined)
    await addApiKey(database, {
      userId: user.id,
      name: "from HEADWATER_ADMIN_API_KEY",
      // Six characters tell keys apart in a list and are no help in guessing the rest.
      start: admin.apiKey.slice(0, 6),
      hash: await defaultKeyHasher(admin.apiKey),
    });
}
