import type { IncomingMessage, ServerResponse } from "node:http";
import { LogError, type Producer } from "@headwater/log";
import type { Registry } from "@headwater/runtime";
import type { Intake } from "./intake.ts";
import { isOfThisMachine, keyOf } from "./metrics-access.ts";

/** The parts of the edge that the health and metrics paths use. */
export interface ServicePorts {
  readonly producer: Producer;
  readonly intake: Intake;
  readonly registry: Registry;
  /** The address that the edge listens on. */
  readonly host: string;
  /** True if an API key may read metrics; rejects while the database is not reachable. */
  readonly isUsableKey: (key: string) => Promise<boolean>;
  readonly version: Readonly<Record<"build" | "commit" | "source" | "version", string>>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Answers a request of an operator, a load balancer or Prometheus. */
export async function answerService(
  ports: ServicePorts,
  path: string,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<number> {
  const { status, type, body } = await serviceAnswer(ports, path, request);
  const headers = { "content-type": type, "content-length": Buffer.byteLength(body) };
  response.writeHead(status, { ...headers, "cache-control": "no-store" }).end(body);
  return status;
}

async function serviceAnswer(
  ports: ServicePorts,
  path: string,
  request: IncomingMessage,
): Promise<Answer> {
  if (path === "/__heartbeat__") return heartbeat(ports);
  if (path === "/__version__") return json(200, ports.version);
  if (path === "/__lbheartbeat__") return { status: 200, type: "text/plain", body: "" };
  if (path === "/status") return { status: 200, type: "text/plain", body: "OK" };
  return metricsAnswer(ports, request);
}

const NO_KEY =
  "Send the header Authorization: Key <api key>, or send the request from this machine.";

/** Returns Prometheus metrics to requests from this machine and to requests with an API key. */
async function metricsAnswer(ports: ServicePorts, request: IncomingMessage): Promise<Answer> {
  const { registry, host, isUsableKey } = ports;
  const { headers, headersDistinct, socket } = request;
  const remoteAddr = socket.remoteAddress ?? "";
  const reader = { remoteAddr, headers: headersDistinct, ownHost: host };
  if (!isOfThisMachine(reader)) {
    const key = keyOf(headers);
    const isUsable = key === null ? false : await isUsableKey(key).catch(() => null);
    if (isUsable === null)
      return text(
        503,
        "The API key can't be checked, because the database is not reachable. Try again later.",
      );
    if (!isUsable) return text(401, NO_KEY);
  }
  return { status: 200, type: registry.contentType, body: await registry.metrics() };
}

const text = (status: number, body: string): Answer => ({ status, type: "text/plain", body });

/** Answers 200 only if a submission would be accepted now; a log that failed is checked again. */
async function heartbeat({ producer, intake }: ServicePorts): Promise<Answer> {
  // The intake comes first, because a stalled log would not answer its check.
  if (!intake.hasRoom(0, performance.now()))
    return health(503, ["ok", "error"], { queue: intake.stopped ? "stopping" : "too busy" });
  const failure = await producer.check().then(
    () => null,
    (error: Error) => error,
  );
  if (failure === null) return health(200, ["ok", "ok"], {});
  const isFull = failure instanceof LogError && failure.code === "full";
  const checks: Checks = isFull ? ["error", "ok"] : ["ok", "error"];
  return health(isFull ? 507 : 500, checks, { log: failure.message });
}

type Checks = readonly [disk: string, queue: string];

function health(status: number, [disk, queue]: Checks, details: object): Answer {
  const checks = { check_disk_bytes_free: disk, check_queue_size: queue };
  return json(status, { status: status === 200 ? "ok" : "error", checks, details });
}

const json = (status: number, body: unknown): Answer => ({
  status,
  type: "application/json",
  body: JSON.stringify(body),
});
