import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runningServerUrl, startEmbeddedPostgres } from "../src/embedded/index.ts";

test("a running server is found by its folder, and a stopped server is not found", async () => {
  const dir = mkdtempSync(join(tmpdir(), "headwater-db-"));
  const folders = { dataDir: join(dir, "data"), passwordFile: join(dir, "password") };
  const postgres = await startEmbeddedPostgres(folders);
  try {
    expect(runningServerUrl(folders)).toBe(postgres.url);
    expect(runningServerUrl({ ...folders, dataDir: join(dir, "nothing") })).toBeNull();
  } finally {
    await postgres.stop();
  }
  expect(runningServerUrl(folders)).toBeNull();
  rmSync(dir, { recursive: true, force: true });
});
