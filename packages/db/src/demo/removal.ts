import { DEMO_TYPES, type DemoType } from "@headwater/domain/demo";
import type { AccountingDelta, LakeFile } from "@headwater/schemas";
import { REJECTED_TABLE } from "@headwater/schemas";
import type { PoolClient } from "pg";
import type { Database } from "../client.ts";
import {
  accountingArrays,
  fileArrays,
  LAKE_FILE_COLUMNS,
  type LakeFileRow,
  lakeFileOf,
} from "../lake/manifest-rows.ts";
import { LOCKS } from "../locks.ts";
import { removeDemoQueries } from "../saved-queries/index.ts";
import { SCHEMA_CHANNEL } from "../schemas/registry.ts";
import { withinTransaction } from "../transaction.ts";
import { DEMO_CHANNEL, DEMO_SETTING } from "./demo.ts";

type Pooled = Pick<Database, "pool">;

/** What a removal took out at once, and where the producer still takes demo rows out of files that hold others too. */
export interface DemoRemoval {
  readonly queries: number;
  readonly files: number;
  readonly rows: number;
  /** SQL names of the tables that are gone. */
  readonly tables: readonly string[];
  /** SQL names of the tables that stay without the demo's rows: rejected, and those whose schema a user imported. */
  readonly mixed: readonly string[];
}

/**
 * Removes the demo, for good. In one transaction: its saved queries; the schemas and tables that nobody but the demo registered,
 * with every row in them, also those of a real client that used such a type; their accounting. A table whose schema a user
 * imported over the demo's stays, as does `pipeline.rejected`: there the demo's rows are known by their source tag, and the
 * producer takes them out file by file within the next seconds (`swapDemoFile`).
 */
export function removeDemo(database: Pooled): Promise<DemoRemoval> {
  return withinTransaction(database, async (client) => {
    await client.query(
      `INSERT INTO setting (key, value, updated_at) VALUES ($1, '"removed"', now())
       ON CONFLICT (key) DO UPDATE SET value = '"removed"', updated_at = now()`,
      [DEMO_SETTING],
    );
    const queries = await removeDemoQueries(client);
    const dropped = await dropDemoTables(client);
    await client.query("SELECT pg_notify($1, 'removed')", [DEMO_CHANNEL]);
    return { queries, ...dropped };
  });
}

/** Drops what the loader landed while the demo was being removed; the same as the removal, without its queries. */
export function sweepDemo(database: Pooled): Promise<Omit<DemoRemoval, "queries">> {
  return withinTransaction(database, dropDemoTables);
}

async function dropDemoTables(client: PoolClient): Promise<Omit<DemoRemoval, "queries">> {
  const kept = await typesOfUsers(client);
  const gone = DEMO_TYPES.filter((type) => !kept.includes(type));
  const id = await openDrop(client);
  let files = 0;
  let rows = 0;
  for (const type of gone) {
    const dropped = await dropFiles(client, id, type);
    files += dropped.files;
    rows += dropped.rows;
    await forgetType(client, type);
  }
  await client.query("SELECT pg_notify($1, 'demo'), pg_notify('lake_commit', $2)", [
    SCHEMA_CHANNEL,
    String(id),
  ]);
  return {
    ...{ files, rows, tables: gone.map(sqlName) },
    mixed: [...kept.map(sqlName), `${REJECTED_TABLE.namespace}.${REJECTED_TABLE.name}`],
  };
}

const sqlName = ({ table }: DemoType): string => `${table.namespace}.${table.name}`;

/** Demo types whose schema a user imported; locked, so that an import now waits for the removal. */
async function typesOfUsers(client: PoolClient): Promise<DemoType[]> {
  const found: DemoType[] = [];
  for (const type of DEMO_TYPES) {
    const { rows } = await client.query<{ origin: string }>(
      `SELECT origin FROM schema_version WHERE replace(namespace, '-', '_') = $1 AND doc_type = $2 AND version = $3 FOR UPDATE`,
      [type.table.namespace, type.docType, type.version],
    );
    if (rows.some(({ origin }) => origin !== "demo")) found.push(type);
  }
  return found;
}

async function openDrop(client: PoolClient): Promise<number> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [LOCKS.lakeCommit]);
  const { rows } = await client.query<{ id: string }>(
    "INSERT INTO lake_commit (kind) VALUES ('drop') RETURNING id",
  );
  return Number(rows[0]?.id);
}

async function dropFiles(client: PoolClient, id: number, { table }: DemoType) {
  const { rows } = await client.query<{ rows: string }>(
    `UPDATE lake_file SET removed_by = $1, removed_at = now()
     WHERE namespace = $2 AND table_name = $3 AND removed_by IS NULL RETURNING rows`,
    [id, table.namespace, table.name],
  );
  return { files: rows.length, rows: rows.reduce((sum, file) => sum + Number(file.rows), 0) };
}

async function forgetType(client: PoolClient, type: DemoType): Promise<void> {
  const { table, namespace, docType, version } = type;
  const names = [table.namespace, docType];
  await client.query(
    "DELETE FROM schema_version WHERE replace(namespace, '-', '_') = $1 AND doc_type = $2 AND version = $3",
    [...names, version],
  );
  await client.query("DELETE FROM lake_table WHERE namespace = $1 AND name = $2", [
    table.namespace,
    table.name,
  ]);
  await client.query(
    "DELETE FROM recent_document WHERE namespace = $1 AND doc_type = $2 AND doc_version = $3",
    [namespace, docType, String(version)],
  );
  // What was rejected under this type is still a row of the rejected table, so it stays counted.
  await client.query(
    `UPDATE accounting SET accepted = rejected, live = 0, duplicate = 0, dropped = 0, mended = 0
     WHERE replace(namespace, '-', '_') = $1 AND doc_type = $2 AND doc_version = $3`,
    [...names, String(version)],
  );
  await forgetEmpty(client);
}

async function forgetEmpty(client: PoolClient): Promise<void> {
  await client.query(
    "DELETE FROM accounting WHERE accepted = 0 AND live = 0 AND rejected = 0 AND duplicate = 0 AND dropped = 0",
  );
}

/** Live files that may hold rows of the demo beside those of others: rejected, and tables of demo types that a user registered. */
export async function mixedDemoFiles({ pool }: Pooled): Promise<LakeFile[]> {
  const names = [...DEMO_TYPES.map(sqlName), `${REJECTED_TABLE.namespace}.${REJECTED_TABLE.name}`];
  const { rows } = await pool.query<LakeFileRow>(
    `SELECT ${LAKE_FILE_COLUMNS} FROM lake_file
     WHERE removed_by IS NULL AND namespace || '.' || table_name = ANY($1::text[]) ORDER BY path`,
    [names],
  );
  return rows.map(lakeFileOf);
}

interface DemoSwap {
  readonly remove: LakeFile;
  /** The rows of others, null if there were none. */
  readonly add: LakeFile | null;
  /** What to subtract: counts of the rows taken out, positive. */
  readonly accounting: readonly AccountingDelta[];
}

/** Puts a file without the demo's rows in the place of one that had some, and takes those rows out of the accounting. False if the file was merged or dropped meanwhile: look again. */
export function swapDemoFile(database: Pooled, swap: DemoSwap): Promise<boolean> {
  return withinTransaction(database, async (client) => {
    const id = await openDrop(client);
    const removed = await client.query(
      "UPDATE lake_file SET removed_by = $1, removed_at = now() WHERE path = $2 AND removed_by IS NULL",
      [id, swap.remove.path],
    );
    if (removed.rowCount === 0) return false;
    if (swap.add !== null)
      await client.query(
        `INSERT INTO lake_file (${LAKE_FILE_COLUMNS}, added_by)
         SELECT *, $10::bigint FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::bigint[], $9::bigint[])`,
        [...fileArrays([swap.add]), id],
      );
    await subtract(client, swap.accounting);
    await forgetRepeats(client, swap.accounting);
    await forgetEmpty(client);
    await client.query("SELECT pg_notify('lake_commit', $1)", [String(id)]);
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
 * What the fleet sent twice left no row to know it by, only a count, a minute or two after the first. Where a type has no
 * row left in such a minute, the count was the demo's; where somebody else's rows are, it stays with theirs.
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
