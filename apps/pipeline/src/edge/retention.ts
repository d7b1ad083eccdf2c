import type { Database } from "@headwater/db";
import { readLogOffsets } from "@headwater/db/lake";
import type { EventLog } from "@headwater/log";
import type { Clock, Logger } from "@headwater/runtime";
import { LOADER_GROUP, TOPICS } from "@headwater/schemas";

const LONGEST_WAIT_MS = 60_000;
const SHORTEST_WAIT_MS = 1000;

interface RetentionPorts {
  readonly clock: Clock;
  readonly log: EventLog;
  readonly database: Database;
  readonly logger: Logger;
  readonly retentionHours: number;
}

/**
 * Deletes closed segments that are older than the retention and whose records the loader has all
 * committed. Returns the number of freed bytes.
 */
async function retainOnce({ log, database, retentionHours }: RetentionPorts): Promise<number> {
  let freed = 0;
  for (const topic of Object.values(TOPICS)) {
    const keepFrom = await readLogOffsets(database, LOADER_GROUP, topic);
    freed += await log.retain(topic, { olderThanMs: retentionHours * 3_600_000, keepFrom });
  }
  return freed;
}

/**
 * Deletes old segments once a minute, or more often if the retention is shorter than a minute,
 * until the returned function is called. While the database is not reachable, nothing is deleted.
 */
export function startRetention(ports: RetentionPorts): () => void {
  const everyMs = Math.max(
    SHORTEST_WAIT_MS,
    Math.min(LONGEST_WAIT_MS, ports.retentionHours * 3_600_000),
  );
  return ports.clock.every(everyMs, () => {
    retainOnce(ports).then(
      (freed) => {
        if (freed > 0) ports.logger.info({ freed }, "old log segments deleted");
      },
      (error: unknown) => ports.logger.warn({ err: error }, "old log segments were not deleted"),
    );
  });
}
