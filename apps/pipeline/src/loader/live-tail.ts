import { gunzipSync } from "node:zlib";
import type { Activity, RecentArrivalRow, RecentDocumentRow } from "@headwater/db/activity";
import type { Envelope } from "@headwater/schemas";
import type { Ending } from "./commit-batch.ts";
import type { Decision } from "./decision.ts";

const PLAIN_PER_SECOND = 25;
// A person waits for the documents with a debug tag. Their number is limited, too, because any
// client can set a tag.
const DEBUG_PER_SECOND = 200;
const PREVIEW_CHARACTERS = 2000;
const PREVIEW_BYTES = 64 * 1024;

/**
 * Collects the live data of the pipeline page: some documents of each second, and the number of all
 * arrivals.
 */
export class LiveTail {
  readonly #activity: Activity;
  #documents: RecentDocumentRow[] = [];
  #arrivals = new Map<string, RecentArrivalRow & { count: number }>();
  #second = 0;
  #plain = 0;
  #debug = 0;

  constructor(activity: Activity) {
    this.#activity = activity;
  }

  /** Adds a submission that was decided at `now` (milliseconds). */
  note(now: number, envelope: Envelope, decision: Decision, ending: Ending): void {
    const { namespace, docType } = decision.routing;
    if (envelope.replay === undefined) this.#countArrival(envelope, namespace, docType);
    if (this.#takes(now, decision.debugId !== null))
      this.#documents.push(documentRow(envelope, decision, ending));
  }

  /** Writes the collected data to the database; the data is dropped even if the database fails. */
  async flush(): Promise<void> {
    if (this.#documents.length === 0 && this.#arrivals.size === 0) return;
    const documents = this.#documents;
    const arrivals = [...this.#arrivals.values()];
    this.#documents = [];
    this.#arrivals = new Map();
    await this.#activity.add(documents, arrivals);
  }

  #takes(now: number, isDebug: boolean): boolean {
    const second = Math.floor(now / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#plain = 0;
      this.#debug = 0;
    }
    if (isDebug) {
      this.#debug += 1;
      return this.#debug <= DEBUG_PER_SECOND;
    }
    this.#plain += 1;
    return this.#plain <= PLAIN_PER_SECOND;
  }

  #countArrival(envelope: Envelope, namespace: string | null, docType: string | null): void {
    const secondMs = Math.floor(envelope.submissionMicros / 1_000_000) * 1000;
    const key = `${secondMs} ${namespace} ${docType}`;
    const arrival = this.#arrivals.get(key) ?? {
      secondMs,
      namespace: namespace ?? "",
      docType: docType ?? "",
      count: 0,
    };
    arrival.count += 1;
    this.#arrivals.set(key, arrival);
  }
}

function documentRow(envelope: Envelope, decision: Decision, ending: Ending): RecentDocumentRow {
  return {
    ...decision.routing,
    debugId: decision.debugId,
    outcome: ending,
    reason: reasonOf(decision, ending),
    sizeBytes: envelope.body.length,
    preview: preview(envelope.body),
  };
}

function reasonOf({ outcome }: Decision, ending: Ending): string | null {
  if (outcome.kind === "reject")
    return `${outcome.rejection.errorType}: ${outcome.rejection.message}`;
  if (outcome.kind === "drop") return outcome.rule;
  return ending === "duplicate" ? "document id seen before" : null;
}

/** The beginning of a body as text; a small gzip body is unpacked first. */
function preview(body: Uint8Array): string {
  const text = new TextDecoder();
  if (body[0] !== 0x1f || body[1] !== 0x8b)
    return text.decode(body.subarray(0, PREVIEW_CHARACTERS * 2)).slice(0, PREVIEW_CHARACTERS);
  try {
    const plain = gunzipSync(body, { maxOutputLength: PREVIEW_BYTES });
    return text.decode(plain).slice(0, PREVIEW_CHARACTERS);
  } catch {
    return `(${body.length} bytes of gzip)`;
  }
}
