import type { Database } from "../client.ts";

/**
 * Reads the committed positions of a consumer group in a topic: the next offset to read, by
 * partition.
 */
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
