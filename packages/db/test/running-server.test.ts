import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runningServerUrl, startEmbeddedPostgres } from "../src/embedded/index.ts";

test("the running server is found by its folder, and is not once it has stopped", async () => {
  const dir = mkdtempSync(join(tmpdir(), "headwater-db-"));
  const place = { dataDir: join(dir, "data"), passwordFile: join(dir, "password") };
  const postgres = await startEmbeddedPostgres(place);
  try {
    expect(runningServerUrl(place)).toBe(postgres.url);
    expect(runningServerUrl({ ...place, dataDir: join(dir, "nothing") })).toBeNull();
  } finally {
    await postgres.stop();
  }
  expect(runningServerUrl(place)).toBeNull();
  rmSync(dir, { recursive: true, force: true });
});
