import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { ConfigError } from "@headwater/runtime";
import { decide, type Refusal } from "./admission.ts";
import { KEEP_ALIVE_MS, refusedText } from "./answer-text.ts";
import { answerPreflight, answerRefusal } from "./answers.ts";
import { type HttpPorts, readSubmission } from "./http-submission.ts";
import { openPlainConnections, type PlainConnections } from "./plain-connections.ts";
import { answerService, type ServicePorts } from "./service-paths.ts";

export interface EdgePorts extends HttpPorts, ServicePorts {
  readonly maxBodyBytes: number;
  readonly onBug: (error: unknown) => void;
}

const TIMEOUTS = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  keepAliveTimeout: KEEP_ALIVE_MS,
  connectionsCheckingInterval: 1000,
  noDelay: true,
};
const REFUSAL_OF_PARSER: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: { status: 431, text: "the headers are too large" },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, text: "the request came too slowly" },
};
const NO_HTTP: Refusal = { status: 400, text: "this is not an HTTP request" };
const NO_PROXY: Refusal = { status: 405, text: "only POST and PUT", allow: "POST, PUT, OPTIONS" };

/** The edge's HTTP server and its fast path for plain requests. */
export interface EdgeServer {
  readonly http: Server;
  readonly plain: PlainConnections;
}

/** Makes the edge's server, which does not listen yet. */
export function createEdgeServer(ports: EdgePorts): EdgeServer {
  const latest: LatestAnswers = new WeakMap();
  const take = (request: IncomingMessage, response: ServerResponse, proceed?: () => void): void => {
    latest.set(request.socket, response);
    handle(ports, request, response, proceed);
  };
  const server = createServer(TIMEOUTS, (request, response) => take(request, response));
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) =>
    take(request, response, () => response.writeContinue()),
  );
  server.on("clientError", (error: NodeJS.ErrnoException, socket) =>
    afterPending(latest.get(socket), () => answerParserError(ports, error, socket)),
  );
  // A client that has closed only its own side of the connection still gets its answer. Node offers
  // no other way to set this than the property.
  Object.assign(server, { httpAllowHalfOpen: true });
  server.on("connect", (_request: IncomingMessage, socket: Duplex) => {
    ports.metrics.answered(NO_PROXY.status, "");
    socket.end(refusedText(NO_PROXY, true));
  });
  server.on("close", ports.bodies.stop);
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
      readSubmission(ports, request, response, verdict.admission);
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
      answerService(ports, verdict.path, { request, response }).then(
        (status) => ports.metrics.answered(status, ""),
        ports.onBug,
      );
  }
}

/** The latest answer of each connection. */
type LatestAnswers = WeakMap<Duplex, ServerResponse>;

/**
 * Node finds junk after a whole request before the edge has answered that request. The answer to
 * the request must be sent first: a client that read the refusal of the junk instead would delete
 * its ping.
 */
function afterPending(pending: ServerResponse | undefined, refuse: () => void): void {
  const isPending =
    pending?.req.complete === true && !pending.writableFinished && !pending.destroyed;
  if (isPending) pending.once("close", refuse);
  else refuse();
}

// Bytes that Node's parser refuses never become a request: a raw space, both Content-Length and
// Transfer-Encoding, or bad bytes in a header.
function answerParserError(ports: EdgePorts, error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const refusal = REFUSAL_OF_PARSER[error.code ?? ""] ?? NO_HTTP;
  ports.metrics.answered(refusal.status, "");
  socket.end(refusedText(refusal, true));
}

/**
 * Listens and resolves with the port. If the edge can't use the port, a ConfigError tells the
 * operator what to change.
 */
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

/**
 * Stops accepting connections, waits up to `graceMs` until the accepted requests are answered, then
 * closes the other connections.
 */
export async function drain({ http, plain }: EdgeServer, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  plain.stop();
  const closing = setTimeout(() => {
    http.closeAllConnections();
    plain.closeAll();
  }, graceMs);
  await closed;
  clearTimeout(closing);
}
