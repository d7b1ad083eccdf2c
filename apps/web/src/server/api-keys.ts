import { recordAudit } from "@headwater/db/audit";
import { countApiKeys } from "@headwater/db/people";
import { AppError } from "@headwater/domain";
import { auth } from "./auth.ts";
import type { Runtime } from "./runtime.ts";
import type { Viewer } from "./session.ts";

/** Keys of one person; their list is read whole. */
const MAX_KEYS = 100;

/** Makes a key of the viewer's; it is given once and never again. The audit row names it, and does not hold it. */
export async function createApiKey(
  { database }: Pick<Runtime, "database">,
  viewer: Viewer,
  name: string,
): Promise<{ key: string }> {
  if ((await countApiKeys(database, viewer.id)) >= MAX_KEYS)
    throw new AppError(
      "conflict",
      `You have ${MAX_KEYS} API keys: revoke those that nothing uses, in your account.`,
    );
  const { key } = await auth().api.createApiKey({ body: { name, userId: viewer.id } });
  await recordAudit(database, { userId: viewer.id, action: "apikey.create", object: name });
  return { key };
}
