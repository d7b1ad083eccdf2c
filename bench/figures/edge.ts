import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Figure, Row } from "../figure.ts";

const BAR = 0.75;
const ROUNDS = 2;
const WARM_UP_MS = 2000;
const MEASURE_MS = 8000;
const PARTS = join(import.meta.dirname, "edge");
const PIPELINE = join(import.meta.dirname, "../../apps/pipeline/src/main.ts");

interface Load {
  readonly perSecond: number;
  readonly refused: number;
}

/** Durable 200s of the edge beside a bare Node server that reads the body and answers, in turn, under the same load. */
export const figure: Figure = {
  name: "edge",
  title: "Edge: durable 200s per second, 1.5 KB pings, one process",
  run: async () => {
    const ours: number[] = [];
    const floor: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      floor.push(await measureFloor());
      ours.push(await measureEdge());
    }
    return [toRow(middle(ours), middle(floor))];
  },
};

function toRow(ours: number, floor: number): Row {
  const ratio = ours / floor;
  return {
    figure: "edge, durable 200",
    ours: `${Math.round(ours)} req/s`,
    floor: `${Math.round(floor)} req/s`,
    ratio: ratio.toFixed(2),
    bar: `>= ${BAR}`,
    met: ratio >= BAR,
  };
}

async function measureFloor(): Promise<number> {
  const server = fork(join(PARTS, "floor-server.ts"));
  const [port] = (await once(server, "message")) as [number];
  try {
    return await load(port);
  } finally {
    await stop(server);
  }
}

async function measureEdge(): Promise<number> {
  const home = await mkdtemp(join(tmpdir(), "headwater-bench-edge-"));
  const port = await freePort();
  const edge = fork(PIPELINE, {
    env: {
      HEADWATER_HOME: home,
      HEADWATER_ROLES: "edge",
      HEADWATER_EDGE_PORT: String(port),
      HEADWATER_EDGE_RESERVE_MB: "64",
      HEADWATER_LOG_LEVEL: "error",
      // The edge needs the database only to tell how it is doing and to delete old segments.
      DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none",
    },
  });
  try {
    await once(edge, "message");
    return await load(port);
  } finally {
    await stop(edge);
    await rm(home, { recursive: true, force: true });
  }
}

async function load(port: number): Promise<number> {
  const times = [String(port), String(WARM_UP_MS), String(MEASURE_MS)];
  const generator = fork(join(PARTS, "load-generator.ts"), times);
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
