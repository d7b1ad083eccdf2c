import type { Context } from "../../server/context.ts";
import { runStatement } from "../../server/run-statement.ts";
import type { Viewer } from "../../server/session.ts";
import { readablePayload } from "./payload.ts";

type Signed = Context & { readonly viewer: Viewer };

/** The number of days, and so of partitions, that a statement opens. */
const DAYS = 7;
const REASONS = `SELECT coalesce(error_type, 'unknown'), coalesce(stage, 'unknown'), count(*) FROM pipeline.rejected WHERE submission_date >= current_date - ${DAYS} GROUP BY ALL ORDER BY 3 DESC LIMIT 20`;
const NEWEST = `SELECT CAST(submission_timestamp AS VARCHAR), document_namespace, document_type, document_version, document_id, stage, error_type, error_message
FROM pipeline.rejected WHERE submission_date >= current_date - ${DAYS} ORDER BY submission_timestamp DESC LIMIT 200`;
// A submission with a wrong path has no document id; its time in microseconds identifies it.
const ONE = `SELECT hex(payload), CAST(to_json(metadata) AS VARCHAR), error_message FROM pipeline.rejected
WHERE submission_timestamp = CAST($at AS TIMESTAMP) AND document_id IS NOT DISTINCT FROM nullif($id, '') LIMIT 1`;

/** Reads the reasons of the last week with their counts, and the newest rejected pings. */
export async function rejectedList(context: Signed) {
  const [reasons, newest] = await Promise.all([
    runStatement(context, context.viewer, { sql: REASONS, rowLimit: 20 }),
    runStatement(context, context.viewer, { sql: NEWEST, rowLimit: 200 }),
  ]);
  const text = (value: unknown): string | null => (value === null ? null : String(value));
  return {
    reasons: reasons.rows.map(([errorType, stage, count]) => ({
      errorType: String(errorType),
      stage: String(stage),
      count: Number(count),
    })),
    rows: newest.rows.map(
      ([at, namespace, docType, docVersion, documentId, stage, errorType, errorMessage]) => ({
        at: String(at),
        namespace: text(namespace),
        docType: text(docType),
        docVersion: text(docVersion),
        documentId: text(documentId),
        stage: String(stage),
        errorType: String(errorType),
        errorMessage: String(errorMessage ?? ""),
      }),
    ),
  };
}

/**
 * Reads the original bytes of one rejected ping in a readable form, with the metadata of its
 * request.
 */
export async function rejectedPing(
  context: Signed,
  { at, documentId }: { readonly at: string; readonly documentId: string | null },
) {
  const page = await runStatement(context, context.viewer, {
    // Values of a stranger's ping travel as parameters, never in the text of the statement.
    sql: ONE,
    parameters: { at, id: documentId ?? "" },
    rowLimit: 1,
  });
  const [row] = page.rows;
  if (row === undefined) return null;
  const [hex, metadata, errorMessage] = row;
  return {
    ...readablePayload(Buffer.from(String(hex), "hex")),
    metadata: JSON.parse(String(metadata ?? "{}")) as Record<string, string>,
    errorMessage: String(errorMessage ?? ""),
  };
}
