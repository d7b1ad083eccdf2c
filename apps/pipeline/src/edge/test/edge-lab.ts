import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EventLog, openEventLog } from "@headwater/log";
import { openMetrics } from "@headwater/runtime";
import { decodeEnvelope, type Envelope } from "@headwater/schemas";
import { openEdgeMetrics } from "../edge-metrics.ts";
import { createEdgeServer, drain, listen } from "../edge-server.ts";
import { openIntake } from "../intake.ts";
import { watchBodies } from "../open-bodies.ts";

interface LabOptions {
  readonly reserveBytes?: number;
  readonly maxBodyBytes?: number;
  readonly maxInFlightBytes?: number;
  /** Milliseconds after which a slow body is refused. */
  readonly slowAfterMs?: number;
}

/** Starts an edge with a real log on a real port in this process. */
export async function openEdgeLab(options: LabOptions = {}) {
  const dir = await mkdtemp(join(tmpdir(), "headwater-edge-"));
  const intake = openIntake(options.maxInFlightBytes);
  const registry = openMetrics("edge");
  const metrics = openEdgeMetrics(registry, intake);
  const log = openEventLog({
    kind: "embedded",
    dir,
    segmentBytes: 1 << 20,
    reserveBytes: options.reserveBytes ?? 0,
    observe: metrics.observe,
  });
  const producer = await log.producer("unvalidated");
  const bugs: unknown[] = [];
  const server = createEdgeServer({
    producer,
    intake,
    bodies: watchBodies(options.slowAfterMs),
    registry,
    metrics,
    crashPoint: () => undefined,
    nowMicros: () => Date.now() * 1000,
    random: () => 0.5,
    host: "127.0.0.1",
    isUsableKey: async (key) => {
      if (key === "away") throw new Error("no database");
      return key === "right";
    },
    version: { build: "b", commit: "c", source: "s", version: "v" },
    maxBodyBytes: options.maxBodyBytes ?? 100_000,
    onBug: (error) => bugs.push(error),
  });
  await listen(server, "127.0.0.1", 0);
  const { port } = server.http.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    bugs,
    intake,
    landed: () => readEnvelopes(log),
    close: async () => {
      await drain(server, 0);
      await log.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** All envelopes of the topic `unvalidated`, with copied bodies. */
export async function readEnvelopes(log: EventLog): Promise<Envelope[]> {
  const consumer = await log.consumer("unvalidated");
  const { first, end } = await consumer.range(0);
  const envelopes: Envelope[] = [];
  for (let from = first; from < end; ) {
    const limits = { maxRecords: 10_000, maxBytes: 1 << 24, maxWaitMs: 0 };
    const batch = await consumer.read({ partition: 0, from, ...limits });
    for (const { value } of batch.records) envelopes.push(decodeEnvelope(Buffer.from(value)));
    from = batch.next;
  }
  await consumer.close();
  return envelopes;
}

/** Sends bytes over a socket and returns the first answer, or all bytes until the edge closes. */
export function exchange(port: number, bytes: string | Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let received = "";
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => {
      received += text;
      // An answer is complete at its blank line: the body of a refusal is one line in the same
      // packet.
      if (received.includes("\r\n\r\n")) socket.destroy();
    });
    socket.on("close", () => resolve(received));
    socket.on("error", reject);
    socket.write(bytes);
  });
}

export const statusOf = (answer: string): number => Number(answer.slice(9, 12));
