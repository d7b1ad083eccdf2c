import type { Producer } from "@headwater/log";
import type { CrashPoint } from "@headwater/runtime";
import type { EnvelopeMetadata } from "@headwater/schemas";
import type { Admission, Refusal } from "./admission.ts";
import { busy, refusalOf } from "./answers.ts";
import type { EdgeMetrics } from "./edge-metrics.ts";
import type { Intake } from "./intake.ts";
import { namespaceOf } from "./request-target.ts";

/** The parts of the edge that `appendSubmission` uses. */
export interface SubmissionPorts {
  readonly producer: Producer;
  readonly intake: Intake;
  readonly metrics: EdgeMetrics;
  readonly crashPoint: CrashPoint;
  readonly nowMicros: () => number;
  readonly random: () => number;
}

/** An admitted request and its origin. */
export interface Submission {
  readonly admission: Admission;
  readonly method: string;
  readonly protocol: string;
  readonly host: string;
  readonly remoteAddr: string;
}

/** Answers a submission on its connection; exactly one of the two functions is called. */
export interface Reply {
  accept(): void;
  refuse(refusal: Refusal): void;
}

/** Whether a body of this size can be accepted now; refuses the submission if it can't. */
export function hasRoomFor(
  { intake, metrics, random }: SubmissionPorts,
  bytes: number,
  { uri }: Admission,
  reply: Reply,
): boolean {
  if (intake.hasRoom(bytes, performance.now())) return true;
  const refusal = busy(intake.stopped ? "stopping" : "too busy", random());
  reply.refuse(refusal);
  metrics.answered(refusal.status, namespaceOf(uri));
  return false;
}

/**
 * Appends a submission with its complete body: accepts it once it is durable, refuses it otherwise.
 */
export function appendSubmission(
  ports: SubmissionPorts,
  submission: Submission,
  chunks: readonly Uint8Array[],
  reply: Reply,
): void {
  const { producer, intake, metrics, crashPoint } = ports;
  const { uri, contentLength } = submission.admission;
  if (!hasRoomFor(ports, contentLength, submission.admission, reply)) return;
  intake.enter(contentLength, performance.now());
  const submissionMicros = ports.nowMicros();
  const head = encodeHead(submission, submissionMicros);
  crashPoint("E1");
  const timestampMs = Math.floor(submissionMicros / 1000);
  producer.append([{ parts: [head, ...chunks], timestampMs }]).then(
    () => {
      intake.leave(contentLength, performance.now());
      crashPoint("E4");
      reply.accept();
      metrics.answered(200, namespaceOf(uri));
    },
    (error: unknown) => {
      intake.leave(contentLength, performance.now());
      const refusal = refusalOf(error, ports.random());
      reply.refuse(refusal);
      metrics.answered(refusal.status, namespaceOf(uri));
    },
  );
}

/**
 * Writes the part of the envelope before the body, as `encodeEnvelope` does. The part is written to
 * one buffer, because this function runs for every ping.
 */
export function encodeHead(
  { admission: { uri, args, headers }, method, protocol, host, remoteAddr }: Submission,
  submissionMicros: number,
): Buffer {
  const metadata: EnvelopeMetadata = {
    submissionMicros,
    method,
    uri,
    args,
    protocol,
    host,
    remoteAddr,
    headers,
  };
  const json = JSON.stringify(metadata);
  const length = Buffer.byteLength(json);
  const bytes = Buffer.allocUnsafe(4 + length);
  bytes.writeUInt32LE(length, 0);
  bytes.write(json, 4, length === json.length ? "latin1" : "utf8");
  return bytes;
}
