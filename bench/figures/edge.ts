import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { roleOf } from "../../packages/runtime/src/roles/index.ts";
import type { Figure, Row } from "../figure.ts";

const BAR = 0.75;
const ROUNDS = 3;
const WARM_UP_MS = 1500;
const MEASURE_MS = 5000;
/** Number of clients; each client waits for its answer before it sends again. */
const CONNECTIONS = 256;
/**
 * With so few clients half of them wait for the disk at any time, so the figure shows the latency
 * of the disk, which a bare server doesn't have. The figure has no bar.
 */
const FEW_CONNECTIONS = 64;
const PARTS = join(import.meta.dirname, "edge");
const PIPELINE = join(import.meta.dirname, "../../apps/pipeline/src/main.ts");

interface Load {
  readonly perSecond: number;
  readonly refused: number;
}

/**
 * Compares the durable 200s of the edge with a bare Node server that reads the body and answers.
 * Both run in turn, under the same load.
 */
export const figure: Figure = {
  name: "edge",
  title: "Edge: durable 200s per second, 1.5 KB pings, one process",
  run: async () => [await compare(CONNECTIONS, BAR), await compare(FEW_CONNECTIONS, null)],
};

async function compare(connections: number, bar: number | null): Promise<Row> {
  const ours: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    floor.push(await measureFloor(connections));
    ours.push(await measureEdge(connections));
  }
  const ratio = middle(ours) / middle(floor);
  return {
    figure: `edge, durable 200, ${connections} connections`,
    ours: `${Math.round(middle(ours))} req/s`,
    floor: `${Math.round(middle(floor))} req/s`,
    ratio: ratio.toFixed(2),
    bar: bar === null ? "-" : `>= ${bar}`,
    met: bar === null ? null : ratio >= bar,
  };
}

async function measureFloor(connections: number): Promise<number> {
  const server = fork(join(PARTS, "floor-server.ts"));
  const [port] = (await once(server, "message")) as [number];
  try {
    return await load(port, connections);
  } finally {
    await stop(server);
  }
}

async function measureEdge(connections: number): Promise<number> {
  const home = await mkdtemp(join(tmpdir(), "headwater-bench-edge-"));
  const port = await freePort();
  const edge = fork(PIPELINE, {
    execArgv: [...(roleOf("edge")?.nodeFlags ?? [])],
    env: {
      HEADWATER_HOME: home,
      HEADWATER_ROLES: "edge",
      HEADWATER_EDGE_PORT: String(port),
      HEADWATER_EDGE_RESERVE_MB: "64",
      HEADWATER_LOG_LEVEL: "error",
      // The edge needs the database only to report its state and to delete old segments.
      DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none",
    },
  });
  try {
    await untilReady(edge);
    return await load(port, connections);
  } finally {
    await stop(edge);
    await rm(home, { recursive: true, force: true });
  }
}

/**
 * Waits for the message `ready`: the first messages are heartbeats, long before the edge listens.
 */
function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.on("message", (message: { kind?: string }) => message.kind === "ready" && resolve());
  });
}

async function load(port: number, connections: number): Promise<number> {
  const settings = [port, connections, WARM_UP_MS, MEASURE_MS].map(String);
  const generator = fork(join(PARTS, "load-generator.ts"), settings);
  const [result] = (await once(generator, "message")) as [Load];
  if (result.refused > 0) throw new Error(`${result.refused} requests were not answered with 200`);
  return result.perSecond;
}

async function stop(child: ChildProcess): Promise<void> {
  const closed = once(child, "close");
  child.kill("SIGTERM");
  await closed;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half)] ?? 0)) / 2;
}
