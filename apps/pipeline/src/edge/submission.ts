import type { IncomingMessage, ServerResponse } from "node:http";
import type { Producer } from "@headwater/log";
import type { CrashPoint } from "@headwater/runtime";
import { type EnvelopeMetadata, encodeEnvelope } from "@headwater/schemas";
import type { Admission } from "./admission.ts";
import { answerAccepted, answerRefusal, busy, refusalOf } from "./answers.ts";
import type { EdgeMetrics } from "./edge-metrics.ts";
import type { Intake } from "./intake.ts";
import { namespaceOf } from "./request-target.ts";

/** What taking a submission needs. */
export interface SubmissionPorts {
  readonly producer: Producer;
  readonly intake: Intake;
  readonly metrics: EdgeMetrics;
  readonly crashPoint: CrashPoint;
  readonly nowMicros: () => number;
  readonly random: () => number;
}

const NO_BODY = new Uint8Array(0);

/**
 * Reads the body, appends the envelope and answers 200 once it is durable; every other answer says that it is not. A client
 * that goes away while it sends leaves nothing behind.
 */
export function takeSubmission(
  ports: SubmissionPorts,
  request: IncomingMessage,
  response: ServerResponse,
  admission: Admission,
): void {
  const { intake } = ports;
  const { contentLength } = admission;
  const nowMs = performance.now();
  if (!intake.hasRoom(contentLength, nowMs)) {
    const text = intake.stopped ? "stopping" : "too busy";
    refuse(ports, request, response, { admission, refusal: busy(text, ports.random()) });
    return;
  }
  intake.enter(contentLength, nowMs);
  const chunks: Uint8Array[] = [];
  let complete = false;
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    complete = true;
    append(ports, request, response, { admission, chunks });
  });
  request.on("close", () => {
    if (!complete) intake.leave(contentLength, performance.now());
  });
}

function append(
  ports: SubmissionPorts,
  request: IncomingMessage,
  response: ServerResponse,
  { admission, chunks }: { admission: Admission; chunks: readonly Uint8Array[] },
): void {
  const { producer, intake, metrics, crashPoint } = ports;
  const submissionMicros = ports.nowMicros();
  const head = encodeEnvelope({ ...describe(request, admission, submissionMicros), body: NO_BODY });
  crashPoint("E1");
  const timestampMs = Math.floor(submissionMicros / 1000);
  producer.append([{ parts: [...head, ...chunks], timestampMs }]).then(
    () => {
      intake.leave(admission.contentLength, performance.now());
      crashPoint("E4");
      answerAccepted(response);
      metrics.answered(200, namespaceOf(admission.uri));
    },
    (error: unknown) => {
      intake.leave(admission.contentLength, performance.now());
      const refusal = refusalOf(error, ports.random());
      refuse(ports, request, response, { admission, refusal });
    },
  );
}

function describe(
  request: IncomingMessage,
  { uri, args, headers }: Admission,
  submissionMicros: number,
): EnvelopeMetadata {
  return {
    submissionMicros,
    method: request.method ?? "POST",
    uri,
    args,
    protocol: `HTTP/${request.httpVersion}`,
    host: request.headers.host ?? "",
    remoteAddr: request.socket.remoteAddress ?? "",
    headers,
  };
}

function refuse(
  { metrics }: SubmissionPorts,
  request: IncomingMessage,
  response: ServerResponse,
  { admission, refusal }: { admission: Admission; refusal: Parameters<typeof answerRefusal>[2] },
): void {
  answerRefusal(request, response, refusal);
  metrics.answered(refusal.status, namespaceOf(admission.uri));
}
