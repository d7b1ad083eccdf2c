import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { ConfigError } from "@headwater/runtime";
import { decide } from "./admission.ts";
import { answerPreflight, answerRefusal } from "./answers.ts";
import { takeSubmission } from "./http-submission.ts";
import { openPlainConnections, type PlainConnections } from "./plain-connections.ts";
import { answerService, type ServicePorts } from "./service-paths.ts";
import type { SubmissionPorts } from "./submission.ts";

export interface EdgePorts extends SubmissionPorts, ServicePorts {
  readonly maxBodyBytes: number;
  readonly onBug: (error: unknown) => void;
}

const TIMEOUTS = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 1000,
  noDelay: true,
};
const STATUS_OF_PARSER: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
};

/** The edge's HTTP server and its short way for plain requests. */
export interface EdgeServer {
  readonly http: Server;
  readonly plain: PlainConnections;
}

/** The edge's server, not yet listening. */
export function createEdgeServer(ports: EdgePorts): EdgeServer {
  const server = createServer(TIMEOUTS, (request, response) => handle(ports, request, response));
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) =>
    handle(ports, request, response, () => response.writeContinue()),
  );
  server.on("clientError", (error: NodeJS.ErrnoException, socket) =>
    answerParserError(ports, error, socket),
  );
  return { http: server, plain: openPlainConnections(server, ports) };
}

function handle(
  ports: EdgePorts,
  request: IncomingMessage,
  response: ServerResponse,
  proceed?: () => void,
): void {
  const { method = "", url = "", headers } = request;
  const verdict = decide({ method, url, headers }, ports.maxBodyBytes);
  switch (verdict.kind) {
    case "admit":
      proceed?.();
      takeSubmission(ports, request, response, verdict.admission);
      return;
    case "refuse":
      answerRefusal(request, response, verdict.refusal);
      ports.metrics.answered(verdict.refusal.status, "");
      return;
    case "preflight":
      answerPreflight(response);
      ports.metrics.answered(200, "");
      return;
    case "service":
      answerService(ports, verdict.path, response).then(
        (status) => ports.metrics.answered(status, ""),
        ports.onBug,
      );
  }
}

// What the parser refuses (a raw space, both Content-Length and Transfer-Encoding, bad header bytes) never becomes a request.
function answerParserError(ports: EdgePorts, error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const status = STATUS_OF_PARSER[error.code ?? ""] ?? "400 Bad Request";
  ports.metrics.answered(Number(status.slice(0, 3)), "");
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** Listens and resolves with the port. A port that can't be had is the operator's to fix: ConfigError says how. */
export async function listen(
  { http: server }: EdgeServer,
  host: string,
  port: number,
): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen(port, host, 1024, resolve);
  });
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === "EADDRINUSE")
    return new ConfigError(
      `Port ${port} on ${host} is taken by another program. Choose another one for the edge with --edge-port or HEADWATER_EDGE_PORT.`,
      { cause: error },
    );
  if (error.code === "EACCES")
    return new ConfigError(
      `Port ${port} on ${host} may not be used by this user. Choose another one for the edge with --edge-port or HEADWATER_EDGE_PORT.`,
      { cause: error },
    );
  return error;
}

/** Stops accepting, lets what was accepted be answered within the grace, then cuts what is left. */
export async function drain({ http, plain }: EdgeServer, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  plain.stop();
  const cut = setTimeout(() => {
    http.closeAllConnections();
    plain.cut();
  }, graceMs);
  await closed;
  clearTimeout(cut);
}
