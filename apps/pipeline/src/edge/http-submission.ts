import type { IncomingMessage, ServerResponse } from "node:http";
import type { Admission, Refusal } from "./admission.ts";
import { answerAccepted, answerRefusal, busy } from "./answers.ts";
import type { OpenBodies } from "./open-bodies.ts";
import { namespaceOf } from "./request-target.ts";
import { appendSubmission, hasRoomFor, type SubmissionPorts } from "./submission.ts";

export interface HttpPorts extends SubmissionPorts {
  readonly bodies: OpenBodies;
}

const TOO_SLOW: Refusal = { status: 408, text: "the body came too slowly", closes: true };

/**
 * Reads an admitted body from Node's HTTP server and appends the submission to the log. Nothing is
 * kept of a client that disconnects before its body is complete.
 */
export function readSubmission(
  ports: HttpPorts,
  request: IncomingMessage,
  response: ServerResponse,
  admission: Admission,
): void {
  const { intake, bodies, metrics, random } = ports;
  const reply = {
    accept: () => answerAccepted(response),
    refuse: (refusal: Refusal) => answerRefusal(request, response, refusal),
  };
  if (!hasRoomFor(ports, 0, admission, reply)) return;
  let chunks: Uint8Array[] | null = [];
  let received = 0;
  /**
   * Returns the received chunks, or null if the request has been answered already. Chunks that
   * arrive after this call are discarded.
   */
  const close = (): readonly Uint8Array[] | null => {
    const taken = chunks;
    chunks = null;
    body.end();
    intake.release(received);
    received = 0;
    return taken;
  };
  const giveUp = (refusal: Refusal): void => {
    if (close() === null) return;
    reply.refuse(refusal);
    metrics.answered(refusal.status, namespaceOf(admission.uri));
  };
  const body = bodies.watch(() => giveUp(TOO_SLOW));
  request.on("data", (chunk: Buffer) => {
    if (chunks === null) return;
    body.received(chunk.length);
    if (!intake.receive(chunk.length)) return giveUp(busy("too busy", random()));
    received += chunk.length;
    chunks.push(chunk);
  });
  request.on("end", () => {
    const whole = close();
    if (whole === null) return;
    const submission = {
      admission,
      method: request.method ?? "POST",
      protocol: `HTTP/${request.httpVersion}`,
      host: request.headers.host ?? "",
      remoteAddr: request.socket.remoteAddress ?? "",
    };
    appendSubmission(ports, submission, whole, reply);
  });
  request.on("close", close);
}
