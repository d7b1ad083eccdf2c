import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { socketPath } from "./sockets.ts";

const dir = mkdtempSync(join(tmpdir(), "headwater-sockets-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test("a short home keeps its sockets in its own folder, which is private", () => {
  const path = socketPath(join(dir, "run"), "query");
  expect(path).toBe(join(dir, "run/query.sock"));
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
});

test("a home with too long a path gets a private folder elsewhere, the same folder each time", () => {
  const deep = join(dir, "x".repeat(90), "run");
  const path = socketPath(deep, "query");
  expect(Buffer.byteLength(path)).toBeLessThanOrEqual(100);
  expect(socketPath(deep, "query")).toBe(path);
  expect(socketPath(join(dir, "y".repeat(90), "run"), "query")).not.toBe(path);
  expect(existsSync(dirname(path))).toBe(true);
  rmSync(dirname(path), { recursive: true });
});
