import type { Database } from "../client.ts";
import { firstAdminId } from "../people/index.ts";
import { addSettings, readSettingLocked } from "../settings/index.ts";
import { withinTransaction } from "../transaction.ts";
import { DEMO_SETTING } from "./demo.ts";
import { DEMO_PARTS } from "./parts.ts";

/** What came of seeding; `no owner` until there is an admin. */
export type DemoSeeding = "done" | "no owner" | "removed";

/** Makes each part of the demo for the first admin, once: what is deleted later stays deleted. Makes none after the demo was removed. */
export function seedDemo(database: Pick<Database, "pool">): Promise<DemoSeeding> {
  return withinTransaction(database, async (client) => {
    // Locked, so that a removal either sees the new objects or keeps them from coming.
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
