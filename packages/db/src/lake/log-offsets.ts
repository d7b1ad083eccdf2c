import type { Database } from "../client.ts";

/** Committed positions of a consumer group on a topic: partition to the next offset it will read. */
export async function readLogOffsets(
  database: Database,
  group: string,
  topic: string,
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await database.pool.query<{ partition: number; next_offset: string }>(
    "SELECT partition, next_offset FROM log_offset WHERE group_name = $1 AND topic = $2",
    [group, topic],
  );
  return new Map(rows.map((row) => [row.partition, Number(row.next_offset)]));
}
