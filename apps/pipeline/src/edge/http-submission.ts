import type { IncomingMessage, ServerResponse } from "node:http";
import type { Admission } from "./admission.ts";
import { answerAccepted, answerRefusal } from "./answers.ts";
import { appendSubmission, enterIntake, type SubmissionPorts } from "./submission.ts";

/** Reads an admitted body off Node's HTTP server and takes it. A client that goes away while it sends leaves nothing behind. */
export function takeSubmission(
  ports: SubmissionPorts,
  request: IncomingMessage,
  response: ServerResponse,
  admission: Admission,
): void {
  const reply = {
    accept: () => answerAccepted(response),
    refuse: (refusal: Parameters<typeof answerRefusal>[2]) =>
      answerRefusal(request, response, refusal),
  };
  if (!enterIntake(ports, admission, reply)) return;
  const chunks: Uint8Array[] = [];
  let complete = false;
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    complete = true;
    const submission = {
      admission,
      method: request.method ?? "POST",
      protocol: `HTTP/${request.httpVersion}`,
      host: request.headers.host ?? "",
      remoteAddr: request.socket.remoteAddress ?? "",
    };
    appendSubmission(ports, submission, chunks, reply);
  });
  request.on("close", () => {
    if (!complete) ports.intake.leave(admission.contentLength, performance.now());
  });
}
