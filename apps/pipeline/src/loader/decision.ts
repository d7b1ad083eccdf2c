import type { Outcome } from "@headwater/domain/pings";
import type { TableDefinition } from "@headwater/schemas";

/** What is known of a submission's identity so far; null where a step could not find it out. */
export interface Routing {
  readonly namespace: string | null;
  readonly docType: string | null;
  readonly docVersion: string | null;
  /** Lower-case UUID. */
  readonly documentId: string | null;
}

/** The `metadata` struct of a lake row (ingestion metadata model); absent groups are undefined. Never holds an IP address. */
export interface DocumentMetadata {
  readonly geo?: Readonly<Record<string, string | null>>;
  readonly userAgent?: {
    readonly browser: string | null;
    readonly os: string | null;
    readonly version: string | null;
  };
  readonly header: Readonly<Record<string, string>>;
  readonly uri?: Readonly<Record<string, string>>;
}

/** A document that passed every step, ready to be mapped onto its table's columns. */
export interface DecidedDocument {
  readonly table: TableDefinition;
  /** Parsed body; numbers that no double holds are bigint or ExactNumber. */
  readonly document: Readonly<Record<string, unknown>>;
  /** Values of the pipeline's own columns by name (`document_id`, `submission_timestamp` in micros, `client_id`, `sample_id`, `normalized_*`, `metadata`). */
  readonly fields: Readonly<Record<string, unknown>>;
  /** True if half a character was replaced in the document. */
  readonly isMended: boolean;
  /** Bytes of memory that the document takes, roughly. */
  readonly weight: number;
  /** Sort key of the file: channel, then sample id. */
  readonly normalizedChannel: string;
  readonly sampleId: number | null;
}

/** What the steps say of one submission. */
export interface Decision {
  readonly routing: Routing;
  readonly metadata: DocumentMetadata;
  readonly debugId: string | null;
  readonly outcome: Outcome<DecidedDocument>;
}
