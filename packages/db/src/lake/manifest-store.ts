import { AppError } from "@headwater/domain/errors";
import type {
  CompactCommit,
  LakeFile,
  LandCommit,
  ManifestStore,
  OffsetRange,
} from "@headwater/schemas";
import type { PoolClient } from "pg";
import type { Database } from "../client.ts";
import { LOCKS } from "../locks.ts";
import { type RetryOptions, retryWhileAway } from "../retry.ts";
import { withinTransaction } from "../transaction.ts";
import { notifyCommit } from "./drops.ts";
import {
  accountingArrays,
  fileArrays,
  LAKE_FILE_COLUMNS,
  type LakeFileRow,
  lakeFileOf,
} from "./manifest-rows.ts";

interface ManifestStoreOptions extends RetryOptions {
  readonly crashPoint?: (name: string) => void;
}

/**
 * Opens the manifest store. Every call is repeated while the database is not reachable. If the
 * outcome of a commit was lost, the call looks the commit up first, so that no commit is applied
 * twice.
 */
export function openManifestStore(
  { pool, now }: Pick<Database, "pool" | "now">,
  { crashPoint = () => undefined, ...retry }: ManifestStoreOptions = {},
): ManifestStore {
  const transaction = <T>(work: (client: PoolClient) => Promise<T>) =>
    withinTransaction({ pool }, work);
  return {
    acquire: (group) =>
      retryWhileAway(() => transaction((client) => acquire(client, group)), retry),

    land: (commit) =>
      retryWhileAway(async (attempt) => {
        const known = attempt === 0 ? null : await transaction((client) => landed(client, commit));
        if (known !== null) return known;
        const id = await transaction(async (client) => {
          const value = await land(client, commit, now());
          crashPoint("L7");
          return value;
        });
        crashPoint("L8");
        return id;
      }, retry),

    compact: (commit) =>
      retryWhileAway(async (attempt) => {
        const known =
          attempt === 0 ? null : await transaction((client) => compacted(client, commit));
        return known ?? (await transaction((client) => compact(client, commit, now())));
      }, retry),

    ...fileReads(pool, retry),
  };
}

/** The calls that read files, or delete the rows of removed files. */
function fileReads(
  pool: Database["pool"],
  retry: RetryOptions,
): Pick<ManifestStore, "liveFiles" | "removedFiles" | "forget"> {
  return {
    liveFiles: (filter) =>
      retryWhileAway(async () => {
        const { rows } = await pool.query<LakeFileRow>(
          `SELECT ${LAKE_FILE_COLUMNS} FROM lake_file WHERE removed_by IS NULL
             AND ($1::text IS NULL OR (namespace = $1 AND table_name = $2))
             AND ($3::text IS NULL OR submission_date = $3)
           ORDER BY namespace, table_name, submission_date, min_micros, path`,
          [filter?.namespace ?? null, filter?.table ?? null, filter?.submissionDate ?? null],
        );
        return rows.map(lakeFileOf);
      }, retry),

    removedFiles: (olderThan) =>
      retryWhileAway(async () => {
        const { rows } = await pool.query<{ path: string }>(
          "SELECT path FROM lake_file WHERE removed_at < $1 ORDER BY removed_at, path",
          [olderThan],
        );
        return rows.map(({ path }) => path);
      }, retry),

    forget: (paths) =>
      retryWhileAway(async () => {
        await pool.query(
          "DELETE FROM lake_file WHERE path = ANY($1::text[]) AND removed_by IS NOT NULL",
          [paths],
        );
      }, retry),
  };
}

async function acquire(client: PoolClient, group: string) {
  const taken = await client.query<{ epoch: string }>(
    `INSERT INTO loader_group (name, epoch) VALUES ($1, 1)
     ON CONFLICT (name) DO UPDATE SET epoch = loader_group.epoch + 1 RETURNING epoch`,
    [group],
  );
  const offsets = await client.query<{ topic: string; partition: number; next_offset: string }>(
    "SELECT topic, partition, next_offset FROM log_offset WHERE group_name = $1",
    [group],
  );
  return {
    epoch: Number(taken.rows[0]?.epoch),
    next: new Map(
      offsets.rows.map((row) => [`${row.topic}/${row.partition}`, Number(row.next_offset)]),
    ),
  };
}

async function land(client: PoolClient, commit: LandCommit, at: Date): Promise<number> {
  // With the row lock no new holder can take over between this check and the commit.
  const { rows } = await client.query<{ epoch: string }>(
    "SELECT epoch FROM loader_group WHERE name = $1 FOR UPDATE",
    [commit.group],
  );
  if (Number(rows[0]?.epoch) !== commit.epoch)
    throw new AppError("fenced", `Another process has taken over the group ${commit.group}.`);
  for (const range of commit.offsets) await advance(client, commit.group, range);
  const id = await insertCommit(client, { kind: "land", files: commit.files, at });
  await insertFiles(client, id, commit.files);
  if (commit.accounting.length > 0) await addAccounting(client, commit);
  await notifyCommit(client, id);
  return id;
}

async function advance(client: PoolClient, group: string, range: OffsetRange): Promise<void> {
  const moved = await client.query(
    `INSERT INTO log_offset (group_name, topic, partition, next_offset) VALUES ($1, $2, $3, $5)
     ON CONFLICT (group_name, topic, partition) DO UPDATE SET next_offset = $5
     WHERE log_offset.next_offset = $4`,
    [group, range.topic, range.partition, range.from, range.to],
  );
  if (moved.rowCount === 1) return;
  throw new AppError(
    "fenced",
    `The offset of ${range.topic}/${range.partition} is not ${range.from}: another process has changed it.`,
  );
}

interface NewCommit {
  readonly kind: "land" | "compact";
  readonly files: readonly LakeFile[];
  readonly at: Date;
}

async function insertCommit(client: PoolClient, { kind, files, at }: NewCommit): Promise<number> {
  // With the lock commits become visible in the order of their ids, so that the newest id of a
  // snapshot identifies exactly one state.
  await client.query("SELECT pg_advisory_xact_lock($1)", [LOCKS.lakeCommit]);
  const total = files.reduce((sum, file) => sum + file.rows, 0);
  const { rows } = await client.query<{ id: string }>(
    "INSERT INTO lake_commit (kind, rows, min_micros, max_micros, at) VALUES ($1, $2, $3, $4, $5) RETURNING id",
    [
      kind,
      total,
      files.length === 0 ? null : Math.min(...files.map((file) => file.minMicros)),
      files.length === 0 ? null : Math.max(...files.map((file) => file.maxMicros)),
      at,
    ],
  );
  return Number(rows[0]?.id);
}

/** Adds files to the manifest in a commit. */
export async function insertFiles(
  client: PoolClient,
  id: number,
  files: readonly LakeFile[],
): Promise<void> {
  if (files.length === 0) return;
  await client.query(
    `INSERT INTO lake_file (${LAKE_FILE_COLUMNS}, added_by)
     SELECT *, $10::bigint FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::bigint[], $9::bigint[])`,
    [...fileArrays(files), id],
  );
}

async function addAccounting(client: PoolClient, { accounting }: LandCommit): Promise<void> {
  await client.query(
    `INSERT INTO accounting (minute, namespace, doc_type, doc_version, accepted, live, rejected, duplicate, dropped, mended)
     SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[])
     ON CONFLICT (minute, namespace, doc_type, doc_version) DO UPDATE SET
       accepted = accounting.accepted + excluded.accepted, live = accounting.live + excluded.live,
       rejected = accounting.rejected + excluded.rejected, duplicate = accounting.duplicate + excluded.duplicate,
       dropped = accounting.dropped + excluded.dropped, mended = accounting.mended + excluded.mended`,
    accountingArrays(accounting),
  );
}

/** The id of a commit that was applied although its answer was lost; null if it was not applied. */
async function landed(client: PoolClient, commit: LandCommit): Promise<number | null> {
  const [file] = commit.files;
  if (file !== undefined) return addedBy(client, file.path);
  const [range] = commit.offsets;
  if (range === undefined) return null;
  const { rows } = await client.query<{ id: string }>(
    `SELECT coalesce((SELECT max(id) FROM lake_commit), 0) AS id FROM log_offset, loader_group
     WHERE group_name = $1 AND topic = $2 AND partition = $3 AND next_offset = $4 AND loader_group.name = $1 AND epoch = $5`,
    [commit.group, range.topic, range.partition, range.to, commit.epoch],
  );
  return rows[0] === undefined ? null : Number(rows[0].id);
}

async function addedBy(client: PoolClient, path: string): Promise<number | null> {
  const { rows } = await client.query<{ added_by: string }>(
    "SELECT added_by FROM lake_file WHERE path = $1",
    [path],
  );
  return rows[0] === undefined ? null : Number(rows[0].added_by);
}

async function compact(
  client: PoolClient,
  { remove, add }: CompactCommit,
  at: Date,
): Promise<number> {
  const id = await insertCommit(client, { kind: "compact", files: add, at });
  const removed = await client.query(
    `UPDATE lake_file SET removed_by = $1, removed_at = $2 WHERE path = ANY($3::text[]) AND removed_by IS NULL`,
    [id, at, remove],
  );
  if (removed.rowCount !== remove.length)
    throw new AppError("conflict", "An input of the compaction is no longer in the manifest.");
  await insertFiles(client, id, add);
  await notifyCommit(client, id);
  return id;
}

async function compacted(client: PoolClient, { add }: CompactCommit): Promise<number | null> {
  const [file] = add;
  return file === undefined ? null : addedBy(client, file.path);
}
