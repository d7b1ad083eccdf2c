import type { Database } from "@headwater/db";
import { forgetDemoProgress, sweepDemo } from "@headwater/db/demo";
import { readLogOffsets, readManifestSnapshot } from "@headwater/db/lake";
import { openLakeEngine } from "@headwater/lake";
import type { EventLog } from "@headwater/log";
import type { Clock, Logger } from "@headwater/runtime";
import { type LakeFile, LOADER_GROUP, type TableDefinition, TOPICS } from "@headwater/schemas";
import { takeOutDemoRows } from "./take-out.ts";

interface CleanUpOptions {
  readonly clock: Clock;
  readonly database: Database;
  readonly log: EventLog;
  readonly root: string;
  readonly temporary: string;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

const ROUND_MS = 1000;

/**
 * Removes the rows of the demo after its removal, until the loader has landed all pings that the
 * fleet sent.
 */
export async function cleanUpDemo(options: CleanUpOptions): Promise<void> {
  const { clock, database, log, signal, logger } = options;
  const ends = await logEnds(log);
  const engine = await openLakeEngine({ temporary: options.temporary });
  const definitionOf = (file: LakeFile) => definition(database, file);
  try {
    for (let isLast = false; !isLast && !signal.aborted; ) {
      isLast = await hasPassed(database, ends);
      const { rows = 0 } = (await sweepDemo(database)).counts;
      const taken = await takeOutDemoRows({ ...options, engine, definitionOf });
      if (rows + taken > 0) logger.info({ rows, taken }, "demo rows were removed");
      if (isLast) await forgetDemoProgress(database);
      else await clock.sleep(ROUND_MS, signal);
    }
  } finally {
    engine.close();
  }
}

async function logEnds(log: EventLog): Promise<Map<string, number>> {
  const ends = new Map<string, number>();
  for (const topic of Object.values(TOPICS)) {
    const consumer = await log.consumer(topic);
    ends.set(topic, (await consumer.range(0)).end);
    await consumer.close();
  }
  return ends;
}

async function hasPassed(database: Database, ends: ReadonlyMap<string, number>): Promise<boolean> {
  for (const [topic, end] of ends) {
    const next = (await readLogOffsets(database, LOADER_GROUP, topic)).get(0) ?? 0;
    if (next < end) return false;
  }
  return true;
}

async function definition(
  database: Database,
  { namespace, table }: LakeFile,
): Promise<TableDefinition | null> {
  const { tables } = await readManifestSnapshot(database, [{ namespace, table }]);
  const [found] = tables;
  return found === undefined ? null : { namespace, name: table, columns: found.columns };
}
