import type { LakeFile } from "@headwater/schemas";
import type { Database } from "../client.ts";
import { LAKE_FILE_COLUMNS, type LakeFileRow, lakeFileOf } from "./manifest-rows.ts";

/** The files and counts of the lake at one moment, against which the lake is verified. */
export interface LakeState {
  readonly files: readonly LakeFile[];
  /** Sums over all minutes and document types. */
  readonly accounting: Readonly<
    Record<"accepted" | "live" | "rejected" | "duplicate" | "dropped", number>
  >;
}

type Accounting = LakeState["accounting"];

const ACCOUNTING = `SELECT coalesce(sum(accepted), 0)::float8 AS accepted, coalesce(sum(live), 0)::float8 AS live, coalesce(sum(rejected), 0)::float8 AS rejected,
  coalesce(sum(duplicate), 0)::float8 AS duplicate, coalesce(sum(dropped), 0)::float8 AS dropped FROM accounting`;
const NONE: Accounting = { accepted: 0, live: 0, rejected: 0, duplicate: 0, dropped: 0 };

/** Reads only the sums over all minutes and document types. */
export async function readAccounting({ pool }: Pick<Database, "pool">): Promise<Accounting> {
  const { rows } = await pool.query<Accounting>(ACCOUNTING);
  return rows[0] ?? NONE;
}

/**
 * Reads the live files and the accounting in one transaction, so that a simultaneous commit does
 * not look like a difference.
 */
export async function readLakeState({ pool }: Pick<Database, "pool">): Promise<LakeState> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const files = await client.query<LakeFileRow>(
      `SELECT ${LAKE_FILE_COLUMNS} FROM lake_file WHERE removed_by IS NULL ORDER BY path`,
    );
    const sums = await client.query<Accounting>(ACCOUNTING);
    await client.query("COMMIT");
    client.release();
    return { files: files.rows.map(lakeFileOf), accounting: sums.rows[0] ?? NONE };
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** All paths of the manifest, with the removed files that are still on disk. */
export async function readKnownPaths({ pool }: Pick<Database, "pool">): Promise<Set<string>> {
  const { rows } = await pool.query<{ path: string }>("SELECT path FROM lake_file");
  return new Set(rows.map(({ path }) => path));
}
