import { describe, expect, it } from "vitest";
import { isOfThisMachine, keyOf } from "./figures-access.ts";

describe("who may read the edge's figures without a key", () => {
  it.each<[string, string, Record<string, string | string[]>, boolean]>([
    ["this machine", "127.0.0.1", { host: "127.0.0.1:8080" }, true],
    ["by name", "127.0.0.1", { host: "localhost:8080" }, true],
    ["by IPv6", "::1", { host: "[::1]:8080" }, true],
    ["by IPv4 over IPv6", "::ffff:127.0.0.1", { host: "localhost" }, true],
    ["under the address of the edge", "127.0.0.1", { host: "edge.lan:8080" }, true],
    ["another machine", "192.0.2.1", { host: "127.0.0.1:8080" }, false],
    ["one whose address only looks like it", "127.0.0.1.example", { host: "localhost" }, false],
    ["nobody knows", "", { host: "localhost" }, false],
    ["a page that brings its own name", "127.0.0.1", { host: "evil.example:8080" }, false],
    ["a name that only begins like it", "127.0.0.1", { host: "localhost.evil.example" }, false],
    ["without a name", "127.0.0.1", {}, false],
    ["a proxy", "127.0.0.1", { host: "localhost", "x-forwarded-for": "192.0.2.1" }, false],
    ["who claims to be here", "127.0.0.1", { host: "localhost", "x-forwarded-for": "::1" }, false],
    ["another proxy", "127.0.0.1", { host: "localhost", forwarded: "for=192.0.2.1" }, false],
    ["a quiet proxy", "127.0.0.1", { host: "localhost", via: "1.1 proxy" }, false],
    ["a vendor's proxy", "127.0.0.1", { host: "localhost", "true-client-ip": "192.0.2.1" }, false],
    ["a name that is no address", "127.0.0.1", { host: "127.999.999.999" }, false],
    ["a name in brackets", "127.0.0.1", { host: "[localhost]" }, false],
    ["two names", "127.0.0.1", { host: ["localhost", "evil.example"] }, false],
    ["one name twice", "127.0.0.1", { host: ["localhost", "localhost"] }, false],
  ])("%s", (_name, remoteAddr, sent, expected) => {
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
