import type { Database } from "../client.ts";
import { firstAdminId } from "../people/index.ts";
import { addSettings, readSettingLocked } from "../settings/index.ts";
import { withinTransaction } from "../transaction.ts";
import { DEMO_SETTING } from "./demo.ts";
import { DEMO_PARTS } from "./parts.ts";

/** The outcome of seeding; `no owner` while no admin exists. */
export type DemoSeeding = "done" | "no owner" | "removed";

/**
 * Makes each part of the demo once, for the first admin: a part that a person deletes later is not
 * made again. Makes no part after the demo was removed.
 */
export function seedDemo(database: Pick<Database, "pool">): Promise<DemoSeeding> {
  return withinTransaction(database, async (client) => {
    // The lock makes sure that a removal either sees the new objects or prevents them.
    if ((await readSettingLocked(client, DEMO_SETTING)) === "removed") return "removed";
    const ownerId = await firstAdminId(client);
    if (ownerId === null) return "no owner";
    for (const part of DEMO_PARTS) {
      if (part.seed === undefined) continue;
      if (await addSettings(client, { [`demo_${part.name}`]: true }))
        await part.seed(client, ownerId);
    }
    return "done";
  });
}
