import type { AccountingDelta, LakeFile } from "@headwater/schemas";
import type { PoolClient } from "pg";
import type { Database } from "../client.ts";
import { withinTransaction } from "../transaction.ts";
import { forgetEmptyCounts } from "./demo.ts";
import { notifyCommit, openDrop } from "./drops.ts";
import {
  accountingArrays,
  LAKE_FILE_COLUMNS,
  type LakeFileRow,
  lakeFileOf,
} from "./manifest-rows.ts";
import { insertFiles } from "./manifest-store.ts";

type Pooled = Pick<Database, "pool">;
type Timed = Pick<Database, "pool" | "now">;

/** Reads the live files of some tables; each name has the form `namespace.table`. */
export async function liveFilesOf({ pool }: Pooled, names: readonly string[]): Promise<LakeFile[]> {
  const { rows } = await pool.query<LakeFileRow>(
    `SELECT ${LAKE_FILE_COLUMNS} FROM lake_file
     WHERE removed_by IS NULL AND namespace || '.' || table_name = ANY($1::text[]) ORDER BY path`,
    [names],
  );
  return rows.map(lakeFileOf);
}

interface FileSwap {
  readonly remove: LakeFile;
  /** The file with the rows that stay; null if no rows stay. */
  readonly add: LakeFile | null;
  /** The counts of the removed rows as positive numbers, which are subtracted. */
  readonly accounting: readonly AccountingDelta[];
}

/**
 * Replaces a file by a file without some of its rows, and subtracts those rows from the counts.
 * Returns false if the file was merged or dropped meanwhile, so that the caller must try again.
 */
export function swapFile(database: Timed, swap: FileSwap): Promise<boolean> {
  return withinTransaction(database, async (client) => {
    const { id, at } = await openDrop(client, database.now());
    const removed = await client.query(
      "UPDATE lake_file SET removed_by = $1, removed_at = $2 WHERE path = $3 AND removed_by IS NULL",
      [id, at, swap.remove.path],
    );
    if (removed.rowCount === 0) return false;
    if (swap.add !== null) await insertFiles(client, id, [swap.add]);
    await subtract(client, swap.accounting);
    await forgetRepeats(client, swap.accounting);
    await forgetEmptyCounts(client);
    await notifyCommit(client, id);
    return true;
  });
}

async function subtract(client: PoolClient, deltas: readonly AccountingDelta[]): Promise<void> {
  await client.query(
    `UPDATE accounting SET accepted = accounting.accepted - less.accepted, live = accounting.live - less.live,
       rejected = accounting.rejected - less.rejected, duplicate = accounting.duplicate - less.duplicate,
       dropped = accounting.dropped - less.dropped, mended = accounting.mended - less.mended
     FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[])
       AS less (minute, namespace, doc_type, doc_version, accepted, live, rejected, duplicate, dropped, mended)
     WHERE accounting.minute = less.minute AND accounting.namespace = less.namespace
       AND accounting.doc_type = less.doc_type AND accounting.doc_version = less.doc_version`,
    accountingArrays(deltas),
  );
}

/**
 * Removes the counts of duplicates that belong to removed rows. A duplicate has no row, but only a
 * count, a minute or two after the first submission. If a type has no rows left in such a minute,
 * the count belonged to the removed rows. If other rows are left, the count stays.
 */
async function forgetRepeats(client: PoolClient, taken: readonly AccountingDelta[]): Promise<void> {
  await client.query(
    `UPDATE accounting SET accepted = accounting.accepted - accounting.duplicate, duplicate = 0
     FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[]) AS taken (minute, namespace, doc_type, doc_version)
     WHERE accounting.minute BETWEEN taken.minute AND taken.minute + interval '2 minutes'
       AND accounting.namespace = taken.namespace AND accounting.doc_type = taken.doc_type
       AND accounting.doc_version = taken.doc_version
       AND accounting.live = 0 AND accounting.rejected = 0 AND accounting.duplicate > 0`,
    accountingArrays(taken).slice(0, 4),
  );
}
