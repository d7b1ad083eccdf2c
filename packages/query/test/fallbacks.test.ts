import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ResultColumn } from "@headwater/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openQueryEngine, type QueryEngine } from "../src/engine/open-engine.ts";
import { runJob } from "../src/engine/run-job.ts";
import type { StoredResult } from "../src/reader/source.ts";

const asIs = (text: string) => ({ sql: text, run: { prefix: "", text, cutBytes: 0 } });
const QUIET = { first: () => undefined, progress: () => undefined };

describe.each(["bubblewrap", "unshare", "process"] as const)("with at most %s", (atMost) => {
  let engine: QueryEngine;
  const home = mkdtempSync(join(tmpdir(), "headwater-fallback-"));

  beforeAll(async () => {
    engine = await openQueryEngine({
      folder: join(home, "query"),
      lakeRoot: join(home, "lake"),
      readable: [],
      atMost,
      resultsRoot: join(home, "results"),
      limits: { threads: 1, memoryMb: 128, spillMb: 1024 },
      workers: 1,
    });
  });

  afterAll(async () => {
    await engine.close();
    rmSync(home, { recursive: true, force: true });
  });

  /** Runs a statement and returns its stored parts. */
  async function store(sql: string, name: string): Promise<StoredResult> {
    const worker = await engine.light.take();
    const paths: string[] = [];
    let columns: readonly ResultColumn[] = [];
    const resultFolder = join(home, "results", name);
    mkdirSync(resultFolder);
    const outcome = await runJob(
      {
        worker,
        resultFolder,
        timeoutMs: 60_000,
        cancel: new AbortController().signal,
        memory: engine.memory,
        ...asIs(sql),
        job: { parameters: {}, setup: [], paths: [], rowLimit: null, byteLimit: 1e9 },
      },
      {
        ...QUIET,
        first: (names) => {
          columns = names;
        },
        part: (path) => void paths.push(path),
      },
    );
    await worker.discard();
    if (!outcome.ok) throw new Error(outcome.error.message);
    return { paths, columns, rows: outcome.rows };
  }

  it("statements run, and notes name the missing protection", async () => {
    expect(await store("SELECT 42", "one")).toMatchObject({ rows: 1 });
    const turn = { userId: "ann", lane: "interactive" } as const;
    expect(await engine.judge("FROM '/etc/passwd'", turn)).toHaveProperty("allowed");
    // Only an isolation weaker than bubblewrap needs a note.
    if (engine.kind === "bubblewrap") expect(engine.notes.join()).not.toContain("bubblewrap");
    else expect(engine.notes.join()).toMatch(/bubblewrap/);
  });

  it("a page that spills to disk has rows of its own result only", async () => {
    const results = await Promise.all(
      ["ann", "bob"].map(async (userId, at) => ({
        userId,
        from: at * 1e12,
        stored: await store(
          `SELECT (hash(i) % 1000000000)::BIGINT h, ${at * 1e12} + i s FROM range(4000000) t(i)`,
          userId,
        ),
      })),
    );
    let spilled = false;
    const sampling = setInterval(() => {
      const services = join(home, "query", "services");
      for (const name of readdirSync(services))
        spilled ||= countFiles(join(services, name, "spill")) > 0;
    }, 5);
    const sort = { column: "h", descending: false };
    const pages = results.flatMap((one) =>
      [1, 2, 3].map(async (round) => {
        const request = { offset: 2_000_000 + round, limit: 500, sort };
        const { rows } = await engine.page(one.stored, request, one.userId);
        return rows.every((row) => Math.floor(Number(row[1]) / 1e12) === one.from / 1e12);
      }),
    );
    expect(await Promise.all(pages)).toEqual([true, true, true, true, true, true]);
    clearInterval(sampling);
    expect(spilled).toBe(true);
  });

  it("refuses to open if the requested isolation does not work", async () => {
    const open = openQueryEngine({
      folder: join(home, "other"),
      lakeRoot: join(home, "lake"),
      readable: [],
      atMost,
      resultsRoot: join(home, "results"),
      workers: 1,
      least: "bubblewrap",
      limits: { threads: 1, memoryMb: 128, spillMb: 64 },
    });
    if (engine.kind === "bubblewrap") await (await open).close();
    else await expect(open).rejects.toThrow("HEADWATER_SANDBOX asks for bubblewrap");
  });
});

function countFiles(folder: string): number {
  try {
    return readdirSync(folder).length;
  } catch {
    // The process ended meanwhile.
    return 0;
  }
}
