import type { Database } from "../client.ts";

/** A document for the live tail. */
export interface RecentDocumentRow {
  readonly namespace: string | null;
  readonly docType: string | null;
  readonly docVersion: string | null;
  readonly documentId: string | null;
  readonly debugId: string | null;
  readonly outcome: "live" | "rejected" | "duplicate" | "dropped";
  readonly reason: string | null;
  readonly sizeBytes: number;
  /** The beginning of the document as text. */
  readonly preview: string;
}

/** The number of submissions of one second and document type. */
export interface RecentArrivalRow {
  /** The start of the second in milliseconds since the epoch. */
  readonly secondMs: number;
  readonly namespace: string;
  readonly docType: string;
  readonly count: number;
}

/**
 * The live data of the pipeline page. Its tables are unlogged, so that a crash of the database
 * empties these tables, but no others.
 */
export interface Activity {
  add(
    documents: readonly RecentDocumentRow[],
    arrivals: readonly RecentArrivalRow[],
  ): Promise<void>;
  /**
   * Removes old data: keeps the newest documents, documents with a debug tag for an hour, and
   * arrivals for a quarter of an hour.
   */
  prune(): Promise<void>;
}

const KEPT_DOCUMENTS = 5000;

export function openActivity({ pool, now }: Pick<Database, "pool" | "now">): Activity {
  return {
    async add(documents, arrivals) {
      if (documents.length > 0)
        await pool.query(
          `INSERT INTO recent_document (namespace, doc_type, doc_version, document_id, debug_id, outcome, reason, size_bytes, preview, at)
           SELECT *, $10::timestamptz FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::text[])`,
          [...documentArrays(documents), now()],
        );
      if (arrivals.length > 0)
        await pool.query(
          `INSERT INTO recent_arrival (second, namespace, doc_type, count)
           SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::bigint[])
           ON CONFLICT (second, namespace, doc_type) DO UPDATE SET count = recent_arrival.count + excluded.count`,
          [
            arrivals.map((row) => new Date(row.secondMs)),
            arrivals.map((row) => row.namespace),
            arrivals.map((row) => row.docType),
            arrivals.map((row) => row.count),
          ],
        );
    },
    async prune() {
      const at = now();
      await pool.query(
        `DELETE FROM recent_document WHERE id < (SELECT max(id) FROM recent_document) - $1
           AND (debug_id IS NULL OR at < $2::timestamptz - interval '1 hour')`,
        [KEPT_DOCUMENTS, at],
      );
      await pool.query(
        "DELETE FROM recent_arrival WHERE second < $1::timestamptz - interval '15 minutes'",
        [at],
      );
    },
  };
}

function documentArrays(rows: readonly RecentDocumentRow[]): unknown[] {
  return [
    rows.map((row) => row.namespace),
    rows.map((row) => row.docType),
    rows.map((row) => row.docVersion),
    rows.map((row) => row.documentId),
    rows.map((row) => row.debugId),
    rows.map((row) => row.outcome),
    rows.map((row) => withoutNul(row.reason ?? "") || null),
    rows.map((row) => row.sizeBytes),
    rows.map((row) => withoutNul(row.preview)),
  ];
}

// PostgreSQL text can't hold this character, and a document of a client may contain it.
const withoutNul = (text: string): string => text.replaceAll("\0", "\uFFFD");
