import { expect, test } from "vitest";
import { serverTime } from "./bars.ts";

test.each([
  ["WHERE expires_at > now()", 1],
  ["WHERE at < now() - interval '1 hour'", 1],
  ["UPDATE lake_file SET removed_at = now()", 1],
  ["extract(epoch FROM now())", 1],
  ["(now() AT TIME ZONE 'UTC')::date", 1],
  ["SET value = $2, updated_at = now()", 0],
  ["[hashOf(token), now()]", 0],
  ["const at = now();", 0],
])("%s: %i", (text, found) => {
  const file = { path: "packages/db/src/one/o.ts", text, lines: 1, isTest: false };
  expect(serverTime([file]).misses).toHaveLength(found);
});
