import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { dayOf, demoPlan, openLiveFleet, openRandom } from "@headwater/domain/demo";
import { systemClock } from "@headwater/runtime";
import { afterEach, describe, expect, it } from "vitest";
import { nextPauseMs, sendLive } from "./live-sender.ts";

interface Received {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

let server: Server | null = null;

afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

/**
 * Sends pings until `enough` requests have arrived; `statusOf` chooses the status of each answer.
 */
async function sendUntil(enough: number, statusOf: (index: number) => number) {
  const received: Received[] = [];
  const reaches: boolean[] = [];
  const controller = new AbortController();
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({
      url: request.url ?? "",
      headers: request.headers,
      body: Buffer.concat(chunks),
    });
    response.writeHead(statusOf(received.length - 1)).end();
    if (received.length === enough) controller.abort();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  await sendLive({
    fleet: openLiveFleet(demoPlan(dayOf(Date.now())), openRandom("live test")),
    host: "127.0.0.1",
    port: (server.address() as AddressInfo).port,
    signal: controller.signal,
    clock: systemClock,
    random: () => 0.01,
    onReach: (isReached) => reaches.push(isReached),
  });
  return { received, reaches };
}

describe("sendLive", () => {
  it("posts gzip with the headers of a browser", async () => {
    const { received } = await sendUntil(12, () => 200);
    for (const { url, headers, body } of received) {
      expect(url).toMatch(/^\/submit\/(telemetry\/[0-9a-f-]{36}\/.+\?v=4|demo-fleet\/.+)$/);
      expect(headers["user-agent"]).toMatch(
        /^Mozilla\/5\.0 \(.+\) Gecko\/20100101 Firefox\/\d+\.0$/,
      );
      expect(headers["content-encoding"]).toBe("gzip");
      expect(headers["x-source-tags"]).toBe("demo");
      expect(Date.parse(String(headers.date))).not.toBeNaN();
      expect(Number(headers["content-length"])).toBe(body.length);
    }
    expect(received.some(({ body }) => gunzipSync(body).length > 0)).toBe(true);
  });

  it("sends the same document again after a 503, and reports the loss and the return of the edge once", async () => {
    const { received, reaches } = await sendUntil(3, (index) => (index === 0 ? 503 : 200));
    expect(received[1]?.url).toBe(received[0]?.url);
    expect(received[1]?.body).toEqual(received[0]?.body);
    expect(reaches).toEqual([false, true]);
  });

  it("continues with the next document after a 400, because a client's error is final", async () => {
    const { received, reaches } = await sendUntil(2, () => 400);
    expect(received[1]?.url).not.toBe(received[0]?.url);
    expect(reaches).toEqual([]);
  });

  it("ends when it is stopped while it waits for a missing edge", async () => {
    const controller = new AbortController();
    const reached = Promise.withResolvers<boolean>();
    const ended = sendLive({
      fleet: openLiveFleet(demoPlan(dayOf(Date.now())), openRandom("alone")),
      host: "127.0.0.1",
      port: 1,
      signal: controller.signal,
      clock: systemClock,
      random: () => 0.5,
      onReach: reached.resolve,
    });
    expect(await reached.promise).toBe(false);
    controller.abort();
    await ended;
  });
});

it("chooses pauses for about four pings per second, with a wave of ten minutes", () => {
  const random = openRandom("pauses");
  const meanAt = (ms: number) => {
    const pauses = Array.from({ length: 4000 }, () => nextPauseMs(ms, random.next()));
    return pauses.reduce((sum, value) => sum + value, 0) / pauses.length;
  };
  expect(meanAt(0)).toBeGreaterThan(470);
  expect(meanAt(0)).toBeLessThan(570);
  expect(meanAt(150_000)).toBeLessThan(0.85 * meanAt(450_000));
});
