import { createServer, get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, expect, test } from "vitest";
import { namePeers, PEER_HEADER, peerOf } from "./peer.ts";

test.each([
  [0, undefined, "10.0.0.9"],
  [0, "1.1.1.1", "10.0.0.9"],
  [1, undefined, "10.0.0.9"],
  [1, "", "10.0.0.9"],
  [1, "1.1.1.1", "1.1.1.1"],
  [1, "6.6.6.6, 1.1.1.1", "1.1.1.1"],
  [2, "6.6.6.6, 1.1.1.1, 2.2.2.2", "1.1.1.1"],
  [2, "2.2.2.2", "10.0.0.9"],
])("with %i proxies and X-Forwarded-For %j the client is %s", (hops, told, peer) => {
  const headers = told === undefined ? {} : { "x-forwarded-for": told };
  const request = { headers, socket: { remoteAddress: "10.0.0.9" } } as unknown as IncomingMessage;
  expect(peerOf(request, hops)).toBe(peer);
});

const server = createServer((request, response) => response.end(request.headers[PEER_HEADER]));
afterAll(() => server.close());

test("a server sees the socket's address, not the one a client makes up", async () => {
  namePeers(0);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const headers = { [PEER_HEADER]: "6.6.6.6", "x-forwarded-for": "6.6.6.6" };
  const answer = await new Promise<IncomingMessage>((resolve) =>
    get({ host: "127.0.0.1", port, headers }, resolve),
  );
  expect(await text(answer)).toBe("127.0.0.1");
});
