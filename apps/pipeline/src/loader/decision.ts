import type { Outcome } from "@headwater/domain/pings";
import type { TableDefinition } from "@headwater/schemas";

/** The known identity of a submission; a part is null if no step could read it. */
export interface Routing {
  readonly namespace: string | null;
  readonly docType: string | null;
  readonly docVersion: string | null;
  /** Lower-case UUID. */
  readonly documentId: string | null;
}

/**
 * The `metadata` struct of a lake row (ingestion metadata model); absent groups are undefined. The
 * struct never holds an IP address.
 */
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
  /** The parsed body; numbers that a double can't hold are bigint or ExactNumber. */
  readonly document: Readonly<Record<string, unknown>>;
  /**
   * Values of the pipeline's own columns by name: `document_id`, `submission_timestamp` in
   * microseconds, `client_id`, `sample_id`, `normalized_*`, `metadata`.
   */
  readonly fields: Readonly<Record<string, unknown>>;
  /** True if a lone surrogate was replaced in the document. */
  readonly isMended: boolean;
  /** Approximate bytes of memory that the document takes. */
  readonly weight: number;
  /** Rows of a file are sorted by channel, then by sample id. */
  readonly normalizedChannel: string;
  readonly sampleId: number | null;
}

/** The result of the steps for one submission. */
export interface Decision {
  readonly routing: Routing;
  readonly metadata: DocumentMetadata;
  readonly debugId: string | null;
  readonly outcome: Outcome<DecidedDocument>;
}
