import type { ChildProcess } from "node:child_process";
import { hostname } from "node:os";
import { join } from "node:path";
import { getExecution, startExecution } from "@headwater/db/executions";
import { listInstances } from "@headwater/db/stages";
import { type Execution, isFinal } from "@headwater/domain";
import { conditionOf, detailLine, type StageInstance } from "@headwater/domain/stages";
import { openQueryClient } from "@headwater/query/client";
import { socketPath } from "@headwater/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ended, openPipelineLab, type PipelineLab, stop, until, visit } from "./pipeline-lab.ts";

const ENDLESS =
  "WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t) SELECT count(*) FROM t";
/** With one worker an instance runs one statement of a person at a time. */
const ONE_WORKER = { HEADWATER_QUERY_WORKERS: "1", HEADWATER_QUERY_THREADS: "1" };

describe("two instances of a role on one database", () => {
  let lab: PipelineLab;
  beforeAll(async () => {
    lab = await openPipelineLab();
    await lab.register(1, { n: { type: "integer" } });
    await lab.database.pool.query(
      "INSERT INTO user_account (id, name, email, role, updated_at) VALUES ('ann', 'Ann', 'ann@example.org', 'analyst', now())",
    );
  });
  afterAll(() => lab.close());

  /** The instances of a stage that give signs of life. */
  const alive = async (stage: string): Promise<StageInstance[]> => {
    const all = await listInstances(lab.database);
    return all.filter(
      (one) =>
        one.stage === stage && ["running", "degraded"].includes(conditionOf(one, new Date())),
    );
  };
  const pidsOf = async (stage: string) => (await alive(stage)).map(({ pid }) => pid);
  const start = async (stage: string, environment = {}): Promise<ChildProcess> => {
    const child = lab.start(stage, environment);
    await until(
      () => pidsOf(stage),
      (pids) => pids.includes(child.pid ?? -1),
    );
    return child;
  };

  describe("of query", () => {
    const client = () => openQueryClient(socketPath(join(lab.home, "run"), "query"));
    const queue = (sql: string) =>
      startExecution(lab.database, {
        person: { id: "ann", role: "analyst" },
        sql,
        purpose: "interactive",
        timeoutMs: 300_000,
      });
    const holderOf = async (id: string): Promise<string | null> => {
      const { rows } = await lab.database.pool.query<{ claimed_by: string | null }>(
        "SELECT claimed_by FROM execution WHERE id = $1",
        [id],
      );
      return rows[0]?.claimed_by ?? null;
    };
    const running = async ({ id }: Execution): Promise<string | null> => {
      await until(
        () => getExecution(lab.database, id),
        (execution) => execution?.state === "running",
      );
      return holderOf(id);
    };
    /** Waits for the end of an execution by the one socket that the portal knows. */
    const end = async ({ id }: Execution) => {
      const nextProgress = () => client().progress({ executionId: id, waitMs: 1000 });
      const progress = await until(
        () => nextProgress().catch(() => null),
        (found) => found !== null && isFinal(found.execution.state),
      );
      if (progress === null) throw new Error("no instance answers");
      return progress;
    };

    it("share the work, and each instance serves the results of both", async () => {
      const first = await start("query", ONE_WORKER);
      const occupied = await queue(ENDLESS);
      const firstHolder = await running(occupied);
      const second = await start("query", ONE_WORKER);
      const names = (await alive("query")).map(({ instance }) => instance);
      expect(names).toEqual([`query@${hostname()}`, `query@${hostname()}#2`]);

      // The first instance already runs its share of this person's statements, so the second one
      // claims this statement.
      const elsewhere = await queue(ENDLESS);
      const secondHolder = await running(elsewhere);
      expect(secondHolder).not.toBe(firstHolder);
      const seen = await client().progress({ executionId: elsewhere.id });
      expect(seen.execution.state).toBe("running");
      await client().cancel({ executionId: elsewhere.id });
      expect((await end(elsewhere)).execution.state).toBe("cancelled");
      const quick = await queue("SELECT 42 AS n");
      expect(await end(quick)).toMatchObject({
        execution: { state: "finished" },
        firstPage: { rows: [[42]] },
      });
      expect(await holderOf(quick.id)).toBe(secondHolder);

      first.kill("SIGKILL");
      expect(await ended(first)).toBe("SIGKILL");
      const page = await until(
        () =>
          client()
            .page({ executionId: quick.id, request: { offset: 0, limit: 10 } })
            .catch(() => null),
        (found) => found !== null,
      );
      expect(page?.rows).toEqual([[42]]);
      await until(
        () => holderOf(occupied.id),
        (holder) => holder === secondHolder,
      );
      await running(occupied);
      await client().cancel({ executionId: occupied.id });
      expect((await end(occupied)).execution.state).toBe("cancelled");
      expect((await end(await queue("SELECT 43 AS n"))).firstPage?.rows).toEqual([[43]]);

      // The restarted process gets the name of the first instance again.
      const again = await start("query", ONE_WORKER);
      const known = (await alive("query")).map(({ instance, pid }) => [instance, pid]);
      expect(known).toEqual([
        [`query@${hostname()}`, again.pid],
        [`query@${hostname()}#2`, second.pid],
      ]);
      expect(await stop(second)).toBe("0");
      expect((await end(await queue("SELECT 44 AS n"))).firstPage?.rows).toEqual([[44]]);
      expect(await stop(again)).toBe("0");
    }, 120_000);
  });

  describe("of batch", () => {
    let total = 0;
    const rows = async () => {
      const [row] = await lab.query("SELECT count(*)::INT AS n FROM {shop.visit_v1}");
      return row?.["n"];
    };
    /** Lands as many files as a merge needs. */
    const land = async (): Promise<void> => {
      const loader = lab.start("loader", { HEADWATER_COMMIT_MS: "1" });
      for (let file = 0; file < 9; file += 1) {
        await lab.append("unvalidated", [visit({ n: total++ })]);
        await until(rows, (count) => count === total);
      }
      expect(await stop(loader)).toBe("0");
      await lab.database.pool.query("UPDATE lake_file SET max_micros = max_micros - 120000000");
    };
    const merges = async (): Promise<number> => {
      const { rows: found } = await lab.database.pool.query<{ n: number }>(
        "SELECT count(*)::int AS n FROM lake_commit WHERE kind = 'compact'",
      );
      return found[0]?.n ?? 0;
    };
    const detailsOf = async (child: ChildProcess): Promise<string> => {
      const own = (await alive("batch")).find(({ pid }) => pid === child.pid);
      return own === undefined ? "" : detailLine(own.details, new Date());
    };
    const endings = async (child: ChildProcess): Promise<string[]> => {
      const own = (await alive("batch")).find(({ pid }) => pid === child.pid);
      const answer = await fetch(`http://127.0.0.1:${own?.metricsPort}/metrics`);
      const lines = (await answer.text()).split("\n");
      return lines.filter((line) => line.startsWith("headwater_compactions_total{"));
    };

    it("do no work twice, and one continues the work when the other is killed", async () => {
      const first = await start("batch");
      await until(
        () => detailsOf(first),
        (text) => text.includes("files"),
      );
      const second = await start("batch");
      const both = async () => [await detailsOf(first), await detailsOf(second)];
      // The instance that asks first in a round has the turn of that round.
      await until(both, (texts) => texts.every((text) => text !== ""));
      await land();
      await until(merges, (count) => count === 1);
      const all = [...(await endings(first)), ...(await endings(second))];
      expect(all).toEqual([expect.stringMatching(/ending="merged".* 1$/)]);

      first.kill("SIGKILL");
      await ended(first);
      await land();
      await until(merges, (count) => count === 2);
      expect(await detailsOf(second)).toContain("files");
      expect(await rows()).toBe(total);
      expect(await stop(second)).toBe("0");
    }, 120_000);
  });
});
