import type { Column } from "./table.ts";

/**
 * A Parquet file that a committed manifest names. Paths are relative to the lake root; files are
 * immutable.
 */
export interface LakeFile {
  readonly path: string;
  readonly namespace: string;
  readonly table: string;
  /** UTC day, `YYYY-MM-DD`. */
  readonly submissionDate: string;
  readonly rows: number;
  readonly sizeBytes: number;
  /** Hex SHA-256 of the whole file. */
  readonly sha256: string;
  /** Smallest and largest submission time of its rows, microseconds since the epoch. */
  readonly minMicros: number;
  readonly maxMicros: number;
}

/** Consumed range of one log partition, `[from, to)`. */
export interface OffsetRange {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The outcomes of the accepted submissions of one minute and document type. `accepted` is counted
 * when the log is read, the other numbers when a record lands.
 */
export interface AccountingDelta {
  /** Start of the UTC minute, milliseconds since the epoch. */
  readonly minuteMs: number;
  /** Null when the URI could not be understood. */
  readonly namespace: string | null;
  readonly docType: string | null;
  readonly docVersion: string | null;
  readonly accepted: number;
  readonly live: number;
  readonly rejected: number;
  readonly duplicate: number;
  readonly dropped: number;
  /** Live submissions in which half characters were replaced; absent means 0. */
  readonly mended?: number;
}

/** One atomic step of the loader: files become visible and offsets advance together, or neither. */
export interface LandCommit {
  readonly group: string;
  /** Fencing token from `acquire`; with an old token the commit fails with `fenced`. */
  readonly epoch: number;
  readonly offsets: readonly OffsetRange[];
  readonly files: readonly LakeFile[];
  readonly accounting: readonly AccountingDelta[];
}

/**
 * One atomic step of the compactor: inputs leave the manifest in the same moment in which outputs
 * enter.
 */
export interface CompactCommit {
  readonly remove: readonly string[];
  readonly add: readonly LakeFile[];
}

/** A table of the manifest: the merged columns of all its revisions, and its live files. */
export interface ManifestTable {
  readonly namespace: string;
  readonly table: string;
  readonly columns: readonly Column[];
  readonly files: readonly LakeFile[];
}

/** The manifest in PostgreSQL for its writers; `packages/db` implements it. */
export interface ManifestStore {
  /**
   * Makes the caller the holder of the group: returns a new epoch, which fences older holders, and
   * the next offset of each `topic/partition`.
   */
  acquire(group: string): Promise<{ epoch: number; next: ReadonlyMap<string, number> }>;
  /**
   * Commits files, offsets and accounting in one transaction; throws `fenced` if another holder
   * took over. Returns the commit id.
   */
  land(commit: LandCommit): Promise<number>;
  /** Swaps files; throws `conflict` if an input is no longer live. Returns the commit id. */
  compact(commit: CompactCommit): Promise<number>;
  /** Live files: all files, or those of one table (and day). */
  liveFiles(filter?: {
    namespace: string;
    table: string;
    submissionDate?: string;
  }): Promise<LakeFile[]>;
  /**
   * Paths that left the manifest before `olderThan` and are not yet deleted. After deleting the
   * files, `forget` removes their rows.
   */
  removedFiles(olderThan: Date): Promise<string[]>;
  forget(paths: readonly string[]): Promise<void>;
}
