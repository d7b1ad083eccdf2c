import { hostname } from "node:os";
import { reportInstance } from "@headwater/db/stages";
import { Counter, openMetrics, serveMetrics } from "@headwater/runtime";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { GET } from "../../app/metrics/route.ts";
import { PEER_HEADER } from "../peer.ts";
import { openPortalLab, type PortalLab, request } from "./portal-lab.ts";

let lab: PortalLab;
let stage: Awaited<ReturnType<typeof serveMetrics>>;
beforeAll(async () => {
  lab = await openPortalLab();
  const registry = openMetrics("loader");
  new Counter({ name: "fish_total", help: "Fish", registers: [registry] }).inc(7);
  stage = await serveMetrics(registry);
});
beforeEach(() => lab.database.pool.query("TRUNCATE stage_status"));
afterAll(async () => {
  stage.close();
  await lab.close();
});

interface More {
  readonly port?: number | null;
  readonly secondsAgo?: number;
  readonly host?: string;
}

const say = (name: string, state: string, more: More = {}) => {
  const { port = stage.port, secondsAgo = 0, host = hostname() } = more;
  const at = new Date(Date.now() - secondsAgo * 1000);
  const report = {
    stage: name,
    host,
    pid: 1,
    startedAt: at,
    state,
    metricsPort: port,
    details: [],
  };
  const database = { pool: lab.database.pool, now: () => at };
  return reportInstance(database, { ...report, instance: null }, { isAlive: () => true });
};
const ask = (peer: string, headers: Record<string, string> = {}, key?: string) =>
  GET(request("/metrics", { headers: { [PEER_HEADER]: peer, ...headers }, key }));
const figures = async (answer: Response) => (await answer.text()).split("\n");

test("one answer has the figures of the portal and of the stages that answer, and shows which stages run", async () => {
  await say("loader", "running");
  // One that died a moment ago, one that is silent, one that can't work, one without figures.
  await say("batch", "running", { port: 1 });
  await say("query", "running", { secondsAgo: 60 });
  await say("edge", "degraded", { port: 1 });
  await say("producer", "running", { port: null });
  // The figures of another machine are not reachable.
  await say("query", "running", { host: "elsewhere" });
  const answer = await ask("127.0.0.1");
  expect(answer.headers.get("content-type")).toContain("version=0.0.4");
  const lines = await figures(answer);
  expect(lines).toContain(`fish_total{instance="loader@${hostname()}",role="loader"} 7`);
  expect(lines.filter((line) => line.startsWith("process_start_time_seconds{"))).toEqual([
    expect.stringMatching(/role="portal"/),
    expect.stringContaining('role="loader"'),
  ]);
  const up = lines.filter((line) => line.startsWith("headwater_stage_up{"));
  expect(
    up
      .map((line) => /stage="(\w+)",instance="\w+@([^"]+)".*(\d)$/.exec(line)?.slice(1).join(" "))
      .map((line) => line?.replace(hostname(), "here"))
      .toSorted(),
  ).toEqual([
    "batch here 1",
    "edge here 0",
    "loader here 1",
    "producer here 1",
    "query elsewhere 1",
    "query here 0",
  ]);
});

test("a removed stage is no longer in the answer", async () => {
  await say("loader", "running");
  expect((await figures(await ask("::1"))).join()).toContain('stage="loader"');
  await lab.database.pool.query("TRUNCATE stage_status");
  expect((await figures(await ask("::1"))).join()).not.toContain('stage="loader"');
});

test.each([
  ["from another machine", "192.0.2.1", {}, 401],
  ["through a proxy on this machine", "127.0.0.1", { "x-forwarded-for": "192.0.2.1" }, 401],
  ["through one that says Forwarded", "127.0.0.1", { forwarded: "for=192.0.2.1" }, 401],
  ["through one that says X-Real-IP", "127.0.0.1", { "x-real-ip": "192.0.2.1" }, 401],
  ["through one that says True-Client-IP", "127.0.0.1", { "true-client-ip": "192.0.2.1" }, 401],
  ["through one of another name", "127.0.0.1", { "x-forwarded-host": "evil.test" }, 401],
  ["under a name that leads here", "127.0.0.1", { host: "evil.test" }, 401],
  ["under a name that looks like it", "127.0.0.1", { host: "localhost.evil.test:3000" }, 401],
  ["under a name that is none", "127.0.0.1", { host: "a b" }, 401],
  ["under a number that is none", "127.0.0.1", { host: "127.999.999.999" }, 401],
  ["by name", "127.0.0.1", { host: "localhost:3000" }, 200],
  ["as the portal passes it on", "127.0.0.1", { "x-headwater-address": "/metrics" }, 200],
  ["by IPv6", "::1", { host: "[::1]:3000" }, 200],
  ["from this machine", "::ffff:127.0.0.1", { "x-forwarded-for": "127.0.0.1" }, 200],
])("%s without a key", async (_name, peer, headers, status) => {
  expect((await ask(peer, headers)).status).toBe(status);
});

test("the figures are read from anywhere with a key", async () => {
  const { key } = await lab.person("viewer");
  expect((await ask("192.0.2.1", {}, key)).status).toBe(200);
  expect((await ask("192.0.2.1", {}, "hw_wrong")).status).toBe(401);
});
