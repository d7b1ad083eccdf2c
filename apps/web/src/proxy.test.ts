import { NextRequest } from "next/server";
import { afterEach, describe, expect, test, vi } from "vitest";
import proxy from "./proxy.ts";

afterEach(() => vi.unstubAllEnvs());

const answer = (path: string, scheme = "http") =>
  proxy(new NextRequest(`${scheme}://telemetry.example${path}`));

/** The directives of a content security policy, by name. */
function policyOf(headers: Headers): Map<string, string> {
  const parts = (headers.get("content-security-policy") ?? "").split("; ");
  return new Map(parts.map((part) => [part.split(" ", 1)[0] ?? "", part.replace(/^\S+ /, "")]));
}

describe.each(["/", "/sign-in", "/api/queries", "/api/nothing", "/_next/static/a.js", "/icon.svg"])(
  "an answer for %s",
  (path) => {
    test.each([
      ["x-content-type-options", "nosniff"],
      ["x-frame-options", "DENY"],
      ["referrer-policy", "same-origin"],
      ["cross-origin-opener-policy", "same-origin"],
      ["cross-origin-resource-policy", "same-origin"],
    ])("has %s: %s", (name, value) => {
      expect(answer(path).headers.get(name)).toBe(value);
    });

    test("lets no other site read it", () => {
      expect(answer(path).headers.get("access-control-allow-origin")).toBeNull();
    });

    test.each([
      ["default-src", "'self'"],
      ["object-src", "'none'"],
      ["base-uri", "'none'"],
      ["frame-ancestors", "'none'"],
      ["form-action", "'self'"],
      ["worker-src", "'self'"],
    ])("allows for %s: %s", (directive, value) => {
      expect(policyOf(answer(path).headers).get(directive)).toBe(value);
    });
  },
);

test("a built portal runs scripts by nonce only, never by eval", () => {
  vi.stubEnv("NODE_ENV", "production");
  const scripts = policyOf(answer("/").headers).get("script-src") ?? "";
  expect(scripts).toMatch(/'nonce-[A-Za-z0-9+/]{22}==' 'strict-dynamic'$/);
  expect(scripts).not.toContain("unsafe");
});

test("no two answers share a nonce, and each page gets the nonce of its answer", () => {
  const nonces = Array.from({ length: 50 }, () => {
    const { headers } = answer("/");
    const nonce = headers.get("x-middleware-request-x-nonce") ?? "";
    expect(policyOf(headers).get("script-src")).toContain(`'nonce-${nonce}'`);
    return nonce;
  });
  expect(new Set(nonces).size).toBe(50);
});

test("a page gets its own address, not a client's value", () => {
  const request = new NextRequest("http://telemetry.example/sql/7?p_day=1", {
    headers: { "x-headwater-address": "//evil.example" },
  });
  const address = proxy(request).headers.get("x-middleware-request-x-headwater-address");
  expect(address).toBe("/sql/7?p_day=1");
});

test("a nonce that a client sends is not used", () => {
  const request = new NextRequest("http://telemetry.example/", { headers: { "x-nonce": "mine" } });
  const { headers } = proxy(request);
  expect(headers.get("x-middleware-request-x-nonce")).not.toBe("mine");
  expect(headers.get("content-security-policy")).not.toContain("mine");
});

test.each([
  ["http", null],
  ["https", "max-age=31536000; includeSubDomains"],
])("over %s strict transport security is %s", (scheme, value) => {
  expect(answer("/", scheme).headers.get("strict-transport-security")).toBe(value);
});

test.each([
  ["/", "no-store"],
  ["/api/session", "no-store"],
  ["/_next/image", "no-store"],
  ["/_next/static/chunks/a.js", null],
])("%s is cached as %s: only files with a hash in their name may be cached", (path, value) => {
  expect(answer(path).headers.get("cache-control")).toBe(value);
});

test("a method that no address takes is refused in JSON with the reason", async () => {
  const request = new NextRequest("http://telemetry.example/api/queries", { method: "PROPFIND" });
  const refusal = proxy(request);
  expect([refusal.status, refusal.headers.get("allow")]).toEqual([
    405,
    "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
  ]);
  expect(refusal.headers.get("x-frame-options")).toBe("DENY");
  expect(await refusal.json()).toMatchObject({ code: "method_not_allowed" });
});
