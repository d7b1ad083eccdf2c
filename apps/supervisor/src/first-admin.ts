import { openDatabase } from "@headwater/db";
import { firstAdminProblem } from "@headwater/db/people";
import { type Config, ConfigError } from "@headwater/runtime";
import type { MetadataDatabase } from "./database.ts";

/**
 * Throws ConfigError if the settings name a first admin that can't be created: the start must end
 * before a role fails for this reason.
 */
export async function refuseUnusableAdmin(
  { admin }: Config,
  database: MetadataDatabase,
): Promise<void> {
  const db = openDatabase(database.url, { maxConnections: 1 });
  const problem = await firstAdminProblem(db, admin).finally(() => db.close());
  if (problem !== null) throw new ConfigError(problem);
}
