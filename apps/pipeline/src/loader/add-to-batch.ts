import { parseDocumentUri } from "@headwater/domain/pings";
import type { SortableRow } from "@headwater/lake";
import type { LogRecord } from "@headwater/log";
import { decodeEnvelope, type Envelope, REJECTED_TABLE } from "@headwater/schemas";
import type { CommitBatch, Ending } from "./commit-batch.ts";
import type { DecidedDocument, Decision } from "./decision.ts";
import { rejectedRow } from "./rejected-row.ts";
import { dayOf, type SeenDocuments } from "./seen-documents.ts";

/** Decides about one submission; must not keep its body. */
export type Decide = (envelope: Envelope) => Decision;

/** A record of the log; `envelope` is null if the record is not an envelope. */
export interface Arrival {
  readonly topic: string;
  readonly offset: number;
  readonly micros: number;
  readonly envelope: Envelope | null;
  readonly value: Uint8Array;
}

const UNKNOWN = { namespace: null, docType: null, docVersion: null, documentId: null };

export function arrivalOf(topic: string, { offset, value, timestampMs }: LogRecord): Arrival {
  try {
    const envelope = decodeEnvelope(value);
    return { topic, offset, micros: envelope.submissionMicros, envelope, value };
  } catch {
    return { topic, offset, micros: timestampMs * 1000, envelope: null, value };
  }
}

/** Adds a decided arrival to exactly one place of the batch; returns which ending it has. */
export function addToBatch(
  batch: CommitBatch,
  seen: SeenDocuments,
  arrival: Arrival,
  decision: Decision,
): Ending {
  const { topic, offset, micros, envelope } = arrival;
  const source = { topic, offset };
  const { outcome, routing, metadata } = decision;
  let ending: Ending = "dropped";
  if (outcome.kind === "reject") {
    const body = envelope?.body ?? arrival.value;
    const { rejection } = outcome;
    batch.addRow(
      REJECTED_TABLE,
      source,
      rejectedRow({ micros, envelope, body, routing, metadata, rejection }),
    );
    ending = "rejected";
  } else if (outcome.kind === "ok") {
    ending = isNew(seen, arrival, decision, outcome.value) ? "live" : "duplicate";
    if (ending === "live") batch.addRow(outcome.value.table, source, rowOf(micros, outcome.value));
  }
  batch.count(micros, routing, ending);
  if (ending === "live" && outcome.kind === "ok" && outcome.value.isMended)
    batch.countMended(micros, routing);
  return ending;
}

/**
 * The decision about a record that the steps can't decide, because its bytes are not an envelope,
 * it ends the process or it takes too long.
 */
export function refusalOf({ envelope }: Arrival, errorType: string, message: string): Decision {
  const uri = envelope === null ? null : parseDocumentUri(envelope.uri);
  return {
    routing: uri?.kind === "ok" ? uri.value : UNKNOWN,
    metadata: { header: {} },
    debugId: null,
    outcome: { kind: "reject", rejection: { stage: "Land", errorType, message } },
  };
}

function isNew(
  seen: SeenDocuments,
  { micros, envelope }: Arrival,
  { routing }: Decision,
  { table }: DecidedDocument,
): boolean {
  if (routing.documentId === null) return true;
  const days = seen.needed(dayOf(micros), envelope?.replay !== undefined);
  return seen.add(table, routing.documentId, days);
}

function rowOf(micros: number, decided: DecidedDocument): SortableRow {
  const { document, fields, normalizedChannel, sampleId } = decided;
  const stamped = fields["submission_timestamp"];
  // The day of the file is taken from this column. A schema may ask for a coarser time, but not for
  // another day.
  const isOfTheDay =
    stamped === micros || (typeof stamped === "number" && dayOf(stamped) === dayOf(micros));
  const kept = isOfTheDay ? fields : { ...fields, submission_timestamp: micros };
  return { document, fields: kept, normalizedChannel, sampleId };
}
