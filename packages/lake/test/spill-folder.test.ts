import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openLakeEngine } from "../src/index.ts";

const temporary = mkdtempSync(join(tmpdir(), "headwater-spill-"));

afterAll(() => rmSync(temporary, { recursive: true, force: true }));

it("two engines with one parent folder spill into private folders, which are removed with the engines", async () => {
  // The folder name has a larger number than any process id of this system.
  mkdirSync(join(temporary, "spill-4194999-left"));
  const engines = await Promise.all(
    [1, 2].map(() => openLakeEngine({ temporary, memoryLimitMb: 64 })),
  );
  const folders = await Promise.all(
    engines.map(async ({ connection }) =>
      String(
        (await connection.runAndReadAll("SELECT current_setting('temp_directory')")).getRows(),
      ),
    ),
  );
  expect(new Set(folders).size).toBe(2);
  expect(
    readdirSync(temporary)
      .map((name) => join(temporary, name))
      .sort(),
  ).toEqual(folders.toSorted());
  const sorted = await Promise.all(
    engines.map(async ({ connection }, index) => {
      const reader = await connection.runAndReadAll(
        `SELECT min(s), max(s) FROM (SELECT s FROM (SELECT hash(i) h, ${index} s FROM range(3000000) t(i)) ORDER BY h OFFSET 2000000)`,
      );
      return reader.getRows().map((row) => row.map(Number));
    }),
  );
  expect(sorted).toEqual([[[0, 0]], [[1, 1]]]);
  for (const engine of engines) engine.close();
  expect(readdirSync(temporary)).toEqual([]);
});
