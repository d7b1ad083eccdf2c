import { expect, test } from "vitest";
import { isProxyHeader } from "./proxy-headers.ts";

test.each([
  ...["forwarded", "via", "cdn-loop", "x-forwarded-for", "x-original-forwarded-for"],
  ...["x-real-ip", "x-client-ip", "true-client-ip", "fastly-client-ip", "x-azure-clientip"],
  ...["cf-connecting-ip", "cf-connecting-ipv6", "x-envoy-external-address", "x-remote-addr"],
])("%s is a header of proxies", (name) => {
  expect(isProxyHeader(name)).toBe(true);
});

test.each([
  ...["host", "user-agent", "accept", "accept-encoding", "authorization", "connection", "cookie"],
  ...["x-headwater-peer", "x-request-id", "x-prometheus-scrape-timeout-seconds", "traceparent"],
])("%s is no header of proxies", (name) => {
  expect(isProxyHeader(name)).toBe(false);
});
