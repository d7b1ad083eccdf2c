import { DEMO_TYPES, type DemoType } from "@headwater/domain/demo";
import { type LakeFile, REJECTED_TABLE } from "@headwater/schemas";
import type { PoolClient } from "pg";
import type { Database } from "../client.ts";
import { liveFilesOf } from "../lake/index.ts";
import { typesOfUsers } from "../schemas/demo.ts";
import { writeSetting } from "../settings/index.ts";
import { withinTransaction } from "../transaction.ts";
import { DEMO_CHANNEL, DEMO_SETTING } from "./demo.ts";
import type { DemoCounts } from "./part.ts";
import { DEMO_PARTS } from "./parts.ts";

type Pooled = Pick<Database, "pool">;
type Timed = Pick<Database, "pool" | "now">;

/** What a removal took out at once, and where the producer still takes demo rows out of files that hold others too. */
export interface DemoRemoval {
  readonly counts: DemoCounts;
  /** SQL names of the tables that are gone. */
  readonly tables: readonly string[];
  /** SQL names of the tables that stay without the demo's rows: rejected, and those whose schema a user imported. */
  readonly mixed: readonly string[];
}

/**
 * Removes the demo, for good, in one transaction: each capability takes out its part; the schemas and
 * tables that nobody but the demo registered go with every row in them, also those of a real client
 * that used such a type. A table whose schema a user imported over the demo's stays, as does
 * `pipeline.rejected`: there the demo's rows are known by their source tag, and the producer takes
 * them out file by file within the next seconds.
 */
export function removeDemo(database: Timed): Promise<DemoRemoval> {
  return withinTransaction(database, async (client) => {
    await writeSetting(client, DEMO_SETTING, "removed");
    const removal = await removeParts(client, database.now());
    await client.query("SELECT pg_notify($1, 'removed')", [DEMO_CHANNEL]);
    return removal;
  });
}

/** Takes out what the loader landed while the demo was being removed. */
export function sweepDemo(database: Timed): Promise<DemoRemoval> {
  return withinTransaction(database, (client) => removeParts(client, database.now()));
}

async function removeParts(client: PoolClient, at: Date): Promise<DemoRemoval> {
  const kept = await typesOfUsers(client, DEMO_TYPES);
  const types = DEMO_TYPES.filter((type) => !kept.includes(type));
  const counts: Record<string, number> = {};
  for (const part of DEMO_PARTS) Object.assign(counts, await part.remove(client, { types, at }));
  return { counts, tables: types.map(sqlName), mixed: [...kept.map(sqlName), REJECTED] };
}

const sqlName = ({ table }: DemoType): string => `${table.namespace}.${table.name}`;
const REJECTED = `${REJECTED_TABLE.namespace}.${REJECTED_TABLE.name}`;

/** Live files that may hold rows of the demo beside those of others: rejected, and tables of demo types that a user registered. */
export function mixedDemoFiles(database: Pooled): Promise<LakeFile[]> {
  return liveFilesOf(database, [...DEMO_TYPES.map(sqlName), REJECTED]);
}
