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

/**
 * The result of a removal: the removed objects, and the tables from which the producer still
 * removes rows of the demo.
 */
export interface DemoRemoval {
  readonly counts: DemoCounts;
  /** SQL names of the removed tables. */
  readonly tables: readonly string[];
  /**
   * SQL names of the tables that stay without the demo's rows: the rejected table, and tables whose
   * schema a user imported.
   */
  readonly mixed: readonly string[];
}

/**
 * Removes the demo in one transaction; each capability removes its part. The schemas and tables
 * that only the demo registered are removed with all their rows, also with rows of real clients. A
 * table whose schema a user imported over the demo's stays, and so does `pipeline.rejected`: the
 * rows of the demo in these tables have a source tag, and the producer removes them file by file
 * within the next seconds.
 */
export function removeDemo(database: Timed): Promise<DemoRemoval> {
  return withinTransaction(database, async (client) => {
    await writeSetting(client, DEMO_SETTING, "removed");
    const removal = await removeParts(client, database.now());
    await client.query("SELECT pg_notify($1, 'removed')", [DEMO_CHANNEL]);
    return removal;
  });
}

/** Removes the rows that the loader landed during or after the removal of the demo. */
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

/**
 * The live files that may hold rows of the demo and rows of others: files of the rejected table,
 * and of tables of demo types that a user registered.
 */
export function mixedDemoFiles(database: Pooled): Promise<LakeFile[]> {
  return liveFilesOf(database, [...DEMO_TYPES.map(sqlName), REJECTED]);
}
