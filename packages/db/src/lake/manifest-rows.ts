import type { AccountingDelta, LakeFile } from "@headwater/schemas";

/** A row of `lake_file` as the driver returns it: bigint columns are text. */
export interface LakeFileRow {
  readonly path: string;
  readonly namespace: string;
  readonly table_name: string;
  readonly submission_date: string;
  readonly rows: string;
  readonly size_bytes: string;
  readonly sha256: string;
  readonly min_micros: string;
  readonly max_micros: string;
}

export const LAKE_FILE_COLUMNS =
  "path, namespace, table_name, submission_date, rows, size_bytes, sha256, min_micros, max_micros";

export function lakeFileOf(row: LakeFileRow): LakeFile {
  return {
    path: row.path,
    namespace: row.namespace,
    table: row.table_name,
    submissionDate: row.submission_date,
    rows: Number(row.rows),
    sizeBytes: Number(row.size_bytes),
    sha256: row.sha256,
    minMicros: Number(row.min_micros),
    maxMicros: Number(row.max_micros),
  };
}

/**
 * The files as one array per column for `unnest`, so that one statement inserts any number of
 * files.
 */
export function fileArrays(files: readonly LakeFile[]): unknown[] {
  return [
    files.map((file) => file.path),
    files.map((file) => file.namespace),
    files.map((file) => file.table),
    files.map((file) => file.submissionDate),
    files.map((file) => file.rows),
    files.map((file) => file.sizeBytes),
    files.map((file) => file.sha256),
    files.map((file) => file.minMicros),
    files.map((file) => file.maxMicros),
  ];
}

/**
 * The deltas as one array per column. Each key has one entry, because an upsert may meet a key only
 * once. The entries are sorted by key, so that two writers never deadlock.
 */
export function accountingArrays(deltas: readonly AccountingDelta[]): unknown[] {
  const byKey = new Map<string, AccountingDelta>();
  for (const delta of deltas) {
    const key = JSON.stringify([delta.minuteMs, delta.namespace, delta.docType, delta.docVersion]);
    const before = byKey.get(key);
    byKey.set(key, before === undefined ? delta : sum(before, delta));
  }
  const rows = [...byKey].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
  return [
    rows.map((row) => new Date(row.minuteMs)),
    rows.map((row) => row.namespace ?? ""),
    rows.map((row) => row.docType ?? ""),
    rows.map((row) => row.docVersion ?? ""),
    rows.map((row) => row.accepted),
    rows.map((row) => row.live),
    rows.map((row) => row.rejected),
    rows.map((row) => row.duplicate),
    rows.map((row) => row.dropped),
    rows.map((row) => row.mended ?? 0),
  ];
}

function sum(one: AccountingDelta, other: AccountingDelta): AccountingDelta {
  return {
    ...one,
    accepted: one.accepted + other.accepted,
    live: one.live + other.live,
    rejected: one.rejected + other.rejected,
    duplicate: one.duplicate + other.duplicate,
    dropped: one.dropped + other.dropped,
    mended: (one.mended ?? 0) + (other.mended ?? 0),
  };
}
