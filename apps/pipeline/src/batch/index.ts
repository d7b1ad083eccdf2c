import { type Database, retryWhileAway } from "@headwater/db";
import { inBatchTurn, openManifestStore, readManifestSnapshot } from "@headwater/db/lake";
import { troubleDetail } from "@headwater/domain/stages";
import { type CompactionTask, openLakeEngine, planCompaction } from "@headwater/lake";
import { type Config, Counter } from "@headwater/runtime";
import type { TableDefinition } from "@headwater/schemas";
import { diskShortage } from "../disk-shortage.ts";
import type { RoleContext, StartRole } from "../role-context.ts";
import { type CompactionEnding, openCompactor } from "./compactor.ts";
import { lowerPriority } from "./lower-priority.ts";
import { type RoundFigures, roundDetails, standbyDetails } from "./round-details.ts";
import { openSweeper } from "./sweeper.ts";

const ROUND_MS = 5000;
const CLOSED_DAYS_MS = 10 * 60_000;

/** Starts compaction and clean-up with low priority, because landing and queries come first. */
export const startRole: StartRole = async (context) => {
  lowerPriority();
  const { config, lifecycle } = context;
  const engine = await openLakeEngine({ temporary: config.paths.temporary });
  const rounds = openRounds(context, engine);
  const done = keepRounds(context, rounds).finally(() => engine.close());
  lifecycle.onStop(() => done);
  void done;
};

/** The result of one round. */
interface Round extends RoundFigures {
  /** Why the disk has no room for a merge; null if the disk has room. */
  readonly shortage: string | null;
}

function reportRound(report: RoleContext["report"], { shortage, ...figures }: Round): void {
  const details = roundDetails(figures);
  if (shortage === null) report("running", details);
  else report("degraded", [troubleDetail(shortage), ...details]);
}

async function keepRounds(
  { clock, lifecycle, logger, report }: RoleContext,
  round: () => Promise<Round | null>,
): Promise<void> {
  const { signal } = lifecycle;
  while (!signal.aborted) {
    try {
      const done = await round();
      if (done === null) report("running", standbyDetails());
      else reportRound(report, done);
    } catch (error) {
      if (signal.aborted) return;
      logger.error({ err: error }, "a round of compaction failed");
      report("degraded", [troubleDetail((error as Error).message)]);
    }
    await clock.sleep(ROUND_MS, signal);
  }
}

function openRounds(context: RoleContext, engine: Awaited<ReturnType<typeof openLakeEngine>>) {
  const { clock, config, database, crashPoint, logger, lifecycle, metrics } = context;
  const nowMs = () => clock.now().getTime();
  const root = config.paths.lake;
  let healthySince = nowMs();
  const onRetry = () => {
    healthySince = nowMs();
  };
  const { signal } = lifecycle;
  const store = openManifestStore(database, { crashPoint, signal, onRetry });
  const definitionOf = (namespace: string, table: string) => definition(database, namespace, table);
  const compact = openCompactor({ root, engine, store, definitionOf, crashPoint, logger });
  const sweep = openSweeper({ root, store, crashPoint, logger, ...config.batch });
  const merges = new Counter({
    name: "headwater_compactions_total",
    help: "Merges of lake files, by ending",
    labelNames: ["ending"],
    registers: [metrics],
  });
  let lastClosed = 0;
  let lastOrphans = nowMs();
  const round = async (): Promise<Round> => {
    const now = nowMs();
    const closedDays = now - lastClosed >= CLOSED_DAYS_MS;
    if (closedDays) lastClosed = now;
    const files = await store.liveFiles();
    const tasks = planCompaction(files, { nowMicros: now * 1000, closedDays });
    const { endings, shortage } = await mergeAll(tasks, context, async (task) => {
      const ending = await compact(task);
      merges.inc({ ending });
      return ending;
    });
    const unlinked = await sweep.removed(now);
    // While the database is not reachable, the loader may hold finished files for longer than the
    // grace time, and must commit them before the clean-up of orphans.
    const isSettled = now - healthySince > config.batch.removedGraceMs;
    if (isSettled && now - lastOrphans > config.batch.removedGraceMs) {
      lastOrphans = now;
      await sweep.orphans(now);
    }
    const damaged = endings.filter((ending) => ending === "damaged").length;
    return { liveFiles: files.length, merged: endings.length, damaged, unlinked, shortage };
  };
  // Two instances would merge the same files, so that only one instance works at a time.
  return () => retryWhileAway(() => inBatchTurn(database, round), { signal, onRetry });
}

/**
 * Merges until the role stops or the disk has no room for the next merge; returns the reason in the
 * second case.
 */
async function mergeAll(
  tasks: readonly CompactionTask[],
  { config, lifecycle }: RoleContext,
  merge: (task: CompactionTask) => Promise<CompactionEnding>,
): Promise<{ endings: CompactionEnding[]; shortage: string | null }> {
  const endings: CompactionEnding[] = [];
  for (const task of tasks) {
    const shortage = shortageFor(task, config);
    if (lifecycle.signal.aborted || shortage !== null) return { endings, shortage };
    endings.push(await merge(task));
  }
  return { endings, shortage: null };
}

/**
 * Why the disk has no room for a merge, whose inputs stay for a while in addition to its output;
 * null if the disk has room. The clean-up continues without room.
 */
function shortageFor({ inputs }: CompactionTask, { edge, paths }: Config): string | null {
  const bytes = inputs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const { reserveBytes } = edge;
  return diskShortage({ use: "landing", folder: paths.lake, reserveBytes, bytes });
}

async function definition(
  database: Database,
  namespace: string,
  table: string,
): Promise<TableDefinition | null> {
  const { tables } = await readManifestSnapshot(database, [{ namespace, table }]);
  const [found] = tables;
  return found === undefined ? null : { namespace, name: table, columns: found.columns };
}
