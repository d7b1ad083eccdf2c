import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openQueryEngine } from "../src/engine/open-engine.ts";
import { runJob } from "../src/engine/run-job.ts";

describe.each(["bubblewrap", "unshare", "process"] as const)("with at most %s", (atMost) => {
  it("statements run, and what is missing is said", async () => {
    const home = mkdtempSync(join(tmpdir(), "headwater-fallback-"));
    const engine = await openQueryEngine({
      ...{ folder: join(home, "query"), lakeRoot: join(home, "lake"), readable: [], atMost },
      resultsRoot: join(home, "results"),
      limits: { threads: 1, memoryMb: 256, spillMb: 64 },
      workers: 1,
    });
    try {
      const worker = await engine.light.take();
      const outcome = await runJob(
        {
          ...{ worker, timeoutMs: 5000, cancel: new AbortController().signal },
          resultFolder: join(home, "results"),
          memory: engine.memory,
          job: {
            ...{ sql: "SELECT 42", parameters: {}, setup: [], paths: [] },
            ...{ rowLimit: null, byteLimit: 1e6 },
          },
        },
        { first: () => undefined, part: () => undefined, progress: () => undefined },
      );
      expect(outcome).toMatchObject({ ok: true, rows: 1 });
      expect(await engine.judge("FROM '/etc/passwd'")).toHaveProperty("allowed");
      // Only what is weaker than bubblewrap needs words.
      if (engine.kind === "bubblewrap") expect(engine.notes.join()).not.toContain("bubblewrap");
      else expect(engine.notes.join()).toMatch(/bubblewrap/);
      await worker.discard();
    } finally {
      await engine.close();
      rmSync(home, { recursive: true, force: true });
    }
  });
});
