import type { IncomingMessage, ServerResponse } from "node:http";
import { LogError, type Producer } from "@headwater/log";
import type { Registry } from "@headwater/runtime";
import { isOfThisMachine, keyOf } from "./figures-access.ts";
import type { Intake } from "./intake.ts";

/** What the health and metrics paths need. */
export interface ServicePorts {
  readonly producer: Producer;
  readonly intake: Intake;
  readonly registry: Registry;
  /** The address that the edge listens on. */
  readonly host: string;
  /** True if an API key may read figures; rejects while the database can't say. */
  readonly isUsableKey: (key: string) => Promise<boolean>;
  readonly version: Readonly<Record<"build" | "commit" | "source" | "version", string>>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Answers one of the paths that operators and load balancers ask. */
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
  return figures(ports, request);
}

const NO_KEY = "Send the header Authorization: Key <api key>, or ask from this machine.";

/** Prometheus figures: for this machine, or with a key. */
async function figures(ports: ServicePorts, request: IncomingMessage): Promise<Answer> {
  const { registry, host, isUsableKey } = ports;
  const { headers, headersDistinct, socket } = request;
  const remoteAddr = socket.remoteAddress ?? "";
  const reader = { remoteAddr, headers: headersDistinct, ownHost: host };
  if (!isOfThisMachine(reader)) {
    const key = keyOf(headers);
    const isUsable = key === null ? false : await isUsableKey(key).catch(() => null);
    if (isUsable === null) return text(503, "The key can't be looked up: the database is away.");
    if (!isUsable) return text(401, NO_KEY);
  }
  return { status: 200, type: registry.contentType, body: await registry.metrics() };
}

const text = (status: number, body: string): Answer => ({ status, type: "text/plain", body });

/** 200 only if a submission would be accepted now; a log that failed is probed on the way. */
async function heartbeat({ producer, intake }: ServicePorts): Promise<Answer> {
  // Asked first: a log that is stuck would not answer the probe either.
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
