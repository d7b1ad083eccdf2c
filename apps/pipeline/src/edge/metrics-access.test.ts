import { describe, expect, it } from "vitest";
import { isOfThisMachine, keyOf } from "./metrics-access.ts";

describe("a request for the edge's metrics without a key comes from this machine", () => {
  it.each<[string, string, Record<string, string | string[]>, boolean]>([
    ["a loopback address", "127.0.0.1", { host: "127.0.0.1:8080" }, true],
    ["the name localhost", "127.0.0.1", { host: "localhost:8080" }, true],
    ["IPv6", "::1", { host: "[::1]:8080" }, true],
    ["IPv4 over IPv6", "::ffff:127.0.0.1", { host: "localhost" }, true],
    ["the address of the edge", "127.0.0.1", { host: "edge.lan:8080" }, true],
    ["a remote address", "192.0.2.1", { host: "127.0.0.1:8080" }, false],
    [
      "a name that begins like a loopback address",
      "127.0.0.1.example",
      { host: "localhost" },
      false,
    ],
    ["an unknown address", "", { host: "localhost" }, false],
    ["a foreign name", "127.0.0.1", { host: "evil.example:8080" }, false],
    ["a name that begins with localhost", "127.0.0.1", { host: "localhost.evil.example" }, false],
    ["no host header", "127.0.0.1", {}, false],
    ["X-Forwarded-For", "127.0.0.1", { host: "localhost", "x-forwarded-for": "192.0.2.1" }, false],
    ["a forwarded loopback", "127.0.0.1", { host: "localhost", "x-forwarded-for": "::1" }, false],
    ["Forwarded", "127.0.0.1", { host: "localhost", forwarded: "for=192.0.2.1" }, false],
    ["Via", "127.0.0.1", { host: "localhost", via: "1.1 proxy" }, false],
    ["a vendor's header", "127.0.0.1", { host: "localhost", "true-client-ip": "192.0.2.1" }, false],
    ["a name that is not an address", "127.0.0.1", { host: "127.999.999.999" }, false],
    ["a name in brackets", "127.0.0.1", { host: "[localhost]" }, false],
    ["two names", "127.0.0.1", { host: ["localhost", "evil.example"] }, false],
    ["one name twice", "127.0.0.1", { host: ["localhost", "localhost"] }, false],
  ])("with %s", (_name, remoteAddr, sent, expected) => {
    const headers = Object.fromEntries(
      Object.entries(sent).map(([key, value]) => [key, [value].flat()]),
    );
    expect(isOfThisMachine({ remoteAddr, headers, ownHost: "edge.lan" })).toBe(expected);
  });

  it.each([
    ["Key hw_1", "hw_1"],
    ["Bearer hw_1", "hw_1"],
    ["Basic hw_1", null],
    ["Key", null],
    [undefined, null],
  ])("reads the key of %s", (authorization, expected) => {
    expect(keyOf(authorization === undefined ? {} : { authorization })).toBe(expected);
  });
});
