import { recordAudit } from "@headwater/db/audit";
import { countApiKeys } from "@headwater/db/people";
import { AppError } from "@headwater/domain";
import { auth } from "./auth.ts";
import type { Runtime } from "./runtime.ts";
import type { Viewer } from "./session.ts";

/** The most keys of one person, because the page reads the whole list. */
const MAX_KEYS = 100;

/**
 * Makes an API key of the viewer. The key is returned only once, and the audit event has its name
 * but not the key.
 */
export async function createApiKey(
  { database }: Pick<Runtime, "database">,
  viewer: Viewer,
  name: string,
): Promise<{ key: string }> {
  if ((await countApiKeys(database, viewer.id)) >= MAX_KEYS)
    throw new AppError(
      "conflict",
      `You have ${MAX_KEYS} API keys, which is the most: revoke unused keys on your account page.`,
    );
  const { key } = await auth().api.createApiKey({ body: { name, userId: viewer.id } });
  await recordAudit(database, { userId: viewer.id, action: "apikey.create", object: name });
  return { key };
}
