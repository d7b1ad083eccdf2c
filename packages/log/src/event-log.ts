/**
 * A record for a producer to append; `parts` are written one after the other, so that a body is
 * never copied.
 */
export interface NewRecord {
  readonly key?: Uint8Array | null;
  readonly parts: readonly Uint8Array[];
  /** Milliseconds since the epoch. */
  readonly timestampMs: number;
}

/** A record that a consumer has read. */
export interface LogRecord {
  readonly offset: number;
  readonly key: Uint8Array | null;
  /** A view into a read buffer, valid until the next read. */
  readonly value: Uint8Array;
  readonly timestampMs: number;
}

/** The capabilities of an adapter; callers test a flag, never an adapter's name. */
export interface EventLogCapabilities {
  readonly transactions: boolean;
  readonly keyPartitioning: boolean;
  /** An append resolves only after fdatasync. */
  readonly durableAppend: boolean;
  readonly multipleWriters: boolean;
}

export interface AppendResult {
  readonly partition: number;
  /** Offset of the first record; the others follow without gaps. */
  readonly baseOffset: number;
}

/** Writes one topic. Exactly one producer per topic may be open at a time in the embedded log. */
export interface Producer {
  /** Appends records in order; resolves once they are durable. Rejects with LogError. */
  append(records: readonly NewRecord[]): Promise<AppendResult>;
  /**
   * Resolves if an append would be accepted now, else rejects like the append; probes a poisoned
   * log.
   */
  check(): Promise<void>;
  /** Resolves when all earlier appends are settled. A second close does nothing. */
  close(): Promise<void>;
}

export interface ReadOptions {
  readonly partition: number;
  readonly from: number;
  readonly maxRecords: number;
  readonly maxBytes: number;
  /** How long to wait for the first record. */
  readonly maxWaitMs: number;
  readonly signal?: AbortSignal;
}

export interface ReadBatch {
  readonly records: readonly LogRecord[];
  /** The next offset to read; larger than the last offset + 1 if a damaged range was skipped. */
  readonly next: number;
  /** Damaged byte ranges that were skipped; their bytes are kept and counted. */
  readonly skipped: readonly {
    readonly segment: string;
    readonly fromByte: number;
    readonly toByte: number;
  }[];
}

/** Reads one topic; works in other processes than the producer's. */
export interface Consumer {
  read(options: ReadOptions): Promise<ReadBatch>;
  /** The first offset of a partition and the offset after the last durable record. */
  range(partition: number): Promise<{ first: number; end: number }>;
  /** The first offset whose record time is at or after the given time, or the end. */
  offsetAt(partition: number, timestampMs: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * Durable offsets of consumer groups, kept beside the log (the loader keeps its offsets in the
 * manifest instead).
 */
export interface ConsumerGroups {
  join(group: string, topic: string): Promise<{ readonly generation: number }>;
  /** The next offset to read; null if the group has never committed. */
  committed(group: string, topic: string, partition: number): Promise<number | null>;
  /** Rejects with `fenced` if the generation is not the newest any more. */
  commit(
    group: string,
    topic: string,
    position: { partition: number; next: number; generation: number },
  ): Promise<void>;
}

/** The event log port: topics of append-only partitions. */
export interface EventLog {
  readonly capabilities: EventLogCapabilities;
  producer(topic: string): Promise<Producer>;
  consumer(topic: string): Promise<Consumer>;
  readonly groups: ConsumerGroups;
  topics(): Promise<readonly string[]>;
  /**
   * Deletes whole closed segments older than the limits, but never past `keepFrom` (partition to
   * offset). Returns bytes freed.
   */
  retain(
    topic: string,
    limits: { olderThanMs: number; keepFrom: ReadonlyMap<number, number> },
  ): Promise<number>;
  close(): Promise<void>;
}

/**
 * A failure of the log: `full` (no space), `poisoned` (a write or fsync failed and no new segment
 * could be opened), `locked` (another writer), `closed`, `too_large`, `fenced`.
 */
export class LogError extends Error {
  readonly code: "full" | "poisoned" | "locked" | "closed" | "too_large" | "fenced";

  constructor(code: LogError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "LogError";
    this.code = code;
  }
}
