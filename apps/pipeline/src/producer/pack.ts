import { gzipSync } from "node:zlib";
import type { DemoSubmission } from "@headwater/domain/demo";
import type { NewRecord } from "@headwater/log";
import { type Envelope, encodeEnvelope } from "@headwater/schemas";

/** The name that the envelopes of the history give as the origin of the replay. */
export const REPLAYED_BY = "demo";

// The history packs 30,000 pings at once, so that a short time matters more than a few bytes.
const LEVEL = 3;

/** The body as a client sends it. */
export function packBody({ text, packing }: DemoSubmission): Uint8Array {
  if (packing === "none") return Buffer.from(text);
  const packed = gzipSync(text, { level: LEVEL });
  return packing === "torn" ? packed.subarray(0, Math.floor(packed.length / 2)) : packed;
}

/**
 * A submission of the past as a record of the replay topic. The `index` of the submission within
 * its day makes its submission time unique.
 */
export function historyRecord(
  submission: DemoSubmission,
  index: number,
  timestampMs: number,
): NewRecord {
  const body = packBody(submission);
  const envelope: Envelope = {
    submissionMicros: submission.atMs * 1000 + (index % 1000),
    method: "POST",
    uri: submission.uri,
    args: submission.args,
    protocol: "HTTP/1.1",
    host: "demo",
    remoteAddr: "",
    headers: { ...submission.headers, "content-length": String(body.length) },
    replay: { by: REPLAYED_BY },
    body,
  };
  return { parts: encodeEnvelope(envelope), timestampMs };
}
