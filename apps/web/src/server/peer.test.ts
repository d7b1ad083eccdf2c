import { createServer, get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, expect, test } from "vitest";
import { isLoopback, namePeers, networkOf, PEER_HEADER, peerOf } from "./peer.ts";

test.each([
  [0, undefined, "10.0.0.9"],
  [0, "1.1.1.1", "10.0.0.9"],
  [1, undefined, "10.0.0.9"],
  [1, "", "10.0.0.9"],
  [1, "1.1.1.1", "1.1.1.1"],
  [1, "6.6.6.6, 1.1.1.1", "1.1.1.1"],
  [2, "6.6.6.6, 1.1.1.1, 2.2.2.2", "1.1.1.1"],
  [2, "2.2.2.2", "10.0.0.9"],
])("with %i proxies and X-Forwarded-For %j the client is %s", (hops, forwarded, peer) => {
  const headers = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  const request = { headers, socket: { remoteAddress: "10.0.0.9" } } as unknown as IncomingMessage;
  expect(peerOf(request, hops)).toBe(peer);
});

const server = createServer((request, response) => response.end(request.headers[PEER_HEADER]));
afterAll(() => server.close());

test("a server sees the socket's address and not a forged one", async () => {
  namePeers(0);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const headers = { [PEER_HEADER]: "6.6.6.6", "x-forwarded-for": "6.6.6.6" };
  const answer = await new Promise<IncomingMessage>((resolve) =>
    get({ host: "127.0.0.1", port, headers }, resolve),
  );
  expect(await text(answer)).toBe("127.0.0.1");
});

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["192.0.2.7:1234", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["::FFFF:c000:0207", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0DB8:0001:0002:ffff::1", "2001:db8:1:2::/64"],
  ["[2001:db8:1:2::9]:443", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["1:2:3:4:5:6:1.2.3.4", "1:2:3:4::/64"],
  ["::127.0.0.1", "0:0:0:0::/64"],
  ["::ffff:0:127.0.0.1", "0:0:0:0::/64"],
  ["0:0:0:0:0:ffff:192.0.2.7", "192.0.2.7"],
  ["1:2:3:4:5:6:7::", "1:2:3:4::/64"],
  ["01.2.3.4", "unknown"],
  ["0x7f.0.0.1", "unknown"],
  ["127.1", "unknown"],
  ["somewhere", "unknown"],
  ["", "unknown"],
  [null, "unknown"],
])("%j counts as %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test.each([
  ["127.0.0.1", true],
  ["127.8.0.1:80", true],
  ["::1", true],
  ["[::1]", true],
  ["localhost", true],
  ["::ffff:127.0.0.1", true],
  ["::ffff:7f00:1", true],
  ["::127.0.0.1", false],
  ["::2", false],
  ["128.0.0.1", false],
  ["127.0.0.1.example.org", false],
])("%j is of this machine: %s", (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});
