import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, request } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEventLog } from "@headwater/log";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readEnvelopes } from "./test/edge-lab.ts";
import { type EdgeProcess, startEdgeProcess } from "./test/edge-process.ts";

describe("edge process", () => {
  let home: string;
  const running: EdgeProcess[] = [];
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "headwater-edge-process-"));
  });
  afterEach(async () => {
    for (const edge of running.splice(0)) {
      edge.child.kill("SIGKILL");
      await edge.ended;
    }
    await rm(home, { recursive: true, force: true });
  });

  async function start(more: Readonly<Record<string, string>> = {}): Promise<EdgeProcess> {
    const edge = await startEdgeProcess(home, more);
    running.push(edge);
    return edge;
  }

  /**
   * Sends documents over 16 connections until the edge has ended; returns the ids that got a 200,
   * and other statuses.
   */
  async function load(port: number | null, agent: Agent, onAccepted: (count: number) => void) {
    const accepted: string[] = [];
    const others = new Set<number>();
    const send = (id: string) =>
      new Promise<number>((resolve, reject) => {
        const path = `/submit/a/b/1/${id}`;
        const headers = { "content-length": Buffer.byteLength(id) };
        request({ port, agent, host: "127.0.0.1", method: "POST", path, headers }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        })
          .on("error", reject)
          .end(id);
      });
    const sendAll = async () => {
      for (;;) {
        const id = randomUUID();
        const status = await send(id);
        if (status !== 200) {
          others.add(status);
          return;
        }
        accepted.push(id);
        onAccepted(accepted.length);
      }
    };
    await Promise.allSettled(Array.from({ length: 16 }, sendAll));
    agent.destroy();
    return { accepted, others };
  }

  /** Recovers the log, as the next start of the edge does, and returns the ids in the log. */
  async function landed(): Promise<string[]> {
    const dir = join(home, "log");
    const log = openEventLog({ kind: "embedded", dir, segmentBytes: 1 << 26, reserveBytes: 0 });
    await (await log.producer("unvalidated")).close();
    const envelopes = await readEnvelopes(log);
    await log.close();
    for (const { uri, body } of envelopes) expect(uri).toBe(`/submit/a/b/1/${Buffer.from(body)}`);
    return envelopes.map(({ body }) => Buffer.from(body).toString());
  }

  const agent = () => new Agent({ keepAlive: true });

  it("E14 keeps each document that was answered with 200 exactly once when it is killed under load", async () => {
    const accepted: string[] = [];
    for (let kill = 0; kill < 3; kill += 1) {
      const edge = await start();
      const sent = await load(edge.port, agent(), (count) => {
        if (count === 350) edge.child.kill("SIGKILL");
      });
      expect([...sent.others]).toEqual([]);
      accepted.push(...sent.accepted);
      expect(await edge.ended).toBe("SIGKILL");
    }
    const ids = await landed();
    expect(accepted.length).toBeGreaterThanOrEqual(1000);
    expect(new Set(ids).size).toBe(ids.length);
    const kept = new Set(ids);
    expect(accepted.filter((id) => !kept.has(id))).toEqual([]);
  });

  it.each(["E1:20", "E2:20", "E3:20", "E4:20", "E5:1"])(
    "loses no document that was answered with 200 when it is killed at %s",
    async (at) => {
      const edge = await start({ CRASH_AT: at });
      const { accepted } = await load(edge.port, agent(), () => undefined);
      expect(await edge.ended).toBe("SIGKILL");
      const ids = await landed();
      expect(new Set(ids).size).toBe(ids.length);
      const kept = new Set(ids);
      expect(accepted.filter((id) => !kept.has(id))).toEqual([]);
    },
  );

  it("F26 answers the accepted requests when it gets SIGTERM, then exits with 0", async () => {
    const edge = await start();
    const { accepted, others } = await load(edge.port, agent(), (count) => {
      if (count === 300) edge.child.kill("SIGTERM");
    });
    expect(await edge.ended).toBe(0);
    expect([...others].filter((status) => status !== 503)).toEqual([]);
    expect((await landed()).sort()).toEqual(accepted.sort());
  });

  it("F25 names the process that holds the home when it is started twice, and exits with 1", async () => {
    const first = await start();
    const second = await start();
    expect([second.port, await second.ended]).toEqual([null, 1]);
    expect(second.message()).toContain(`process ${first.child.pid}`);
  });

  it("names a taken port and the setting that changes the port, and exits with 1", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    const edge = await start({ HEADWATER_EDGE_PORT: String(port) });
    expect(await edge.ended).toBe(1);
    expect(edge.message()).toContain(`Port ${port}`);
    expect(edge.message()).toContain("HEADWATER_EDGE_PORT");
    taken.close();
  });
});
