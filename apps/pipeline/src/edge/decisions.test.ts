import { LogError } from "@headwater/log";
import { decodeEnvelope } from "@headwater/schemas";
import { describe, expect, it } from "vitest";
import { busy, refusalOf } from "./answers.ts";
import { openIntake } from "./intake.ts";
import { openMicroClock } from "./micro-clock.ts";
import { isBadlyEncoded, namespaceOf, readTarget } from "./request-target.ts";
import { encodeHead } from "./submission.ts";

describe("edge decisions", () => {
  it.each([
    ["/submit/a/b/1/c?v=4", { kind: "submit", uri: "/submit/a/b/1/c", args: "v=4" }],
    ["http://host:8080/submit/a?x", { kind: "submit", uri: "/submit/a", args: "x" }],
    ["/submit/sslreports/", { kind: "submit", uri: "/submit/sslreports/", args: "" }],
    ["/submit/a/?v=4", { kind: "unknown" }],
    ["/submit/a//b", { kind: "unknown" }],
    ["/Submit/a", { kind: "unknown" }],
    ["*", { kind: "unknown" }],
    ["/status?x", { kind: "service", path: "/status" }],
    ["/status/", { kind: "unknown" }],
  ])("reads the request target %s", (target, expected) => {
    expect(readTarget(target)).toEqual(expected);
  });

  it.each([
    ["/submit/a%20b", false],
    ["/submit/a%2Fb", false],
    ["/submit/100%", true],
    ["/submit/%zz", true],
    ["/submit/%00", true],
  ])("decides whether %s is badly encoded: %s", (uri, bad) => {
    expect(isBadlyEncoded(uri)).toBe(bad);
  });

  it("reads the namespace of a path", () => {
    expect(["/submit/telemetry/x", "/submit/a"].map(namespaceOf)).toEqual(["telemetry", "a"]);
  });

  it.each([
    ["full", 507],
    ["poisoned", 500],
    ["closed", 503],
    ["too_large", 413],
  ] as const)("answers the log error `%s` with status %i", (code, status) => {
    expect(refusalOf(new LogError(code, "x"), 0).status).toBe(status);
  });

  it("spreads the retries of refused clients over 30 seconds", () => {
    expect([0, 0.5, 0.999].map((random) => busy("x", random).retryAfter)).toEqual([1, 16, 30]);
  });

  it("has room for a number of bytes, and has none while the log stalls for two seconds", () => {
    const intake = openIntake(100);
    expect([intake.hasRoom(100, 0), intake.hasRoom(101, 0)]).toEqual([true, false]);
    intake.enter(60, 1000);
    expect([intake.hasRoom(40, 3000), intake.hasRoom(41, 3000), intake.hasRoom(1, 3001)]).toEqual([
      true,
      false,
      false,
    ]);
    intake.leave(60, 9000);
    expect(intake.hasRoom(100, 60_000)).toBe(true);
  });

  it("gives incomplete bodies half of the memory, and does not count them as a stalled log", () => {
    const intake = openIntake(100);
    expect([intake.receive(51), intake.receive(50), intake.receive(1)]).toEqual([
      false,
      true,
      false,
    ]);
    expect([intake.hasRoom(50, 60_000), intake.hasRoom(51, 60_000)]).toEqual([true, false]);
    intake.release(50);
    expect(intake.bytes).toBe(0);
  });

  it("counts microseconds by the steady clock and follows the wall clock when its time is set", () => {
    let wall = 1_000_000;
    let steady = 5;
    const now = openMicroClock({ wallMs: () => wall, steadyMs: () => steady });
    steady = 5.25;
    expect(now()).toBe(1_000_000_250);
    wall = 2_000_000;
    expect(now()).toBe(2_000_000_000);
  });

  it.each(["plain", "d\xe9bug"])(
    "writes an envelope head with the value %s that can be decoded",
    (value) => {
      const headers = { "x-debug-id": value };
      const admission = { uri: "/submit/a", args: "", contentLength: 2, headers };
      const origin = { method: "PUT", protocol: "HTTP/1.1", host: "h", remoteAddr: "::1" };
      const head = encodeHead({ admission, ...origin }, 17);
      expect(decodeEnvelope(Buffer.concat([head, Buffer.from("{}")]))).toEqual({
        submissionMicros: 17,
        ...origin,
        uri: "/submit/a",
        args: "",
        headers,
        body: Buffer.from("{}"),
      });
    },
  );
});
