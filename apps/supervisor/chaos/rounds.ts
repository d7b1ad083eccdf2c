import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PIPELINE_ROLES } from "@headwater/runtime/roles";
import { judge, type Verdict } from "./judge.ts";
import { startLoad } from "./load.ts";
import { type PipelineStack, startPipeline, VICTIMS } from "./pipeline-stack.ts";
import { openStackAccess, type StackAccess } from "./stack-access.ts";

/** A named crash point and the role whose code contains the point. */
export interface CrashPoint {
  readonly role: string;
  readonly name: string;
}

/** All crash points in as few rounds as possible: in a round each role crashes at most once. */
export function crashRounds(isWanted: (name: string) => boolean = () => true): CrashPoint[][] {
  const rounds: CrashPoint[][] = [];
  for (const { name: role, crashPoints } of PIPELINE_ROLES)
    for (const [turn, name] of crashPoints.filter(isWanted).entries()) {
      rounds[turn] ??= [];
      rounds[turn].push({ role, name });
    }
  return rounds;
}

/** Small segments, short grace times and quick commits: every point is reached within seconds. */
const QUICK_SETTINGS = {
  HEADWATER_LOG_SEGMENT_MB: "1",
  HEADWATER_LOG_RETENTION_HOURS: "0.001",
  HEADWATER_COMMIT_MS: "150",
  HEADWATER_REMOVED_GRACE_S: "1",
  HEADWATER_ORPHAN_GRACE_S: "1",
};
/** The number of the pass that crashes: some records are acknowledged before this pass. */
const NTH: Readonly<Record<string, number>> = {
  E1: 200,
  E2: 20,
  E3: 20,
  E4: 60,
  E5: 1,
  L10: 1,
  C1: 1,
  C2: 1,
  C3: 1,
  C4: 1,
};
const DEFAULT_NTH = 3;
const LIMIT_MS = 120_000;

interface KillOptions {
  readonly kills: number;
  readonly random: () => number;
  readonly restMs?: number;
  readonly onKill?: (victim: string) => void;
}

/** Kills roles of the pipeline and PostgreSQL at random under load, then judges. */
export async function randomKills({
  kills,
  random,
  restMs = 0,
  onKill = () => undefined,
}: KillOptions): Promise<Verdict> {
  return withStack(
    await startPipeline({ env: { HEADWATER_COMMIT_MS: "500" } }),
    restMs,
    async (stack) => {
      for (let done = 0; done < kills; ) {
        await sleep(80 + random() * 520);
        const victim = VICTIMS[Math.floor(random() * VICTIMS.length)] ?? "loader";
        if (!stack.kill(victim)) continue;
        done += 1;
        onKill(victim);
      }
      return [];
    },
  );
}

/**
 * Crashes once at each of the points, which belong to different roles, under load, then judges. A
 * point that was not reached is a finding, too.
 */
export async function crashOnce(points: readonly CrashPoint[], restMs = 0): Promise<Verdict> {
  const stack = await startPipeline({
    crashAt: points.map(({ name }) => `${name}:${NTH[name] ?? DEFAULT_NTH}`).join(","),
    env: QUICK_SETTINGS,
  });
  if (points.some(({ name }) => name === "C4")) leaveOrphan(stack);
  return withStack(stack, restMs, async () => {
    const pending = () =>
      points.filter(({ role }) => !stack.output().includes(`${role} ended (SIGKILL)`));
    const deadline = Date.now() + LIMIT_MS;
    while (pending().length > 0 && Date.now() < deadline) await sleep(100);
    return pending().map(({ name }) => `${name} was not reached within ${LIMIT_MS / 1000} s`);
  });
}

async function withStack(
  stack: PipelineStack,
  restMs: number,
  faults: (stack: PipelineStack) => Promise<string[]>,
): Promise<Verdict> {
  const access = await openStackAccess(stack);
  const load = startLoad({ edgeUrl: stack.edgeUrl, seed: stack.home, connections: 12, restMs });
  try {
    const missed = await faults(stack);
    // The load goes on until all processes run again: pings after a restart are judged, too.
    await untilSettled(stack, access);
    await load.stop();
    const verdict = await judge(stack, access, load.obligations);
    return { ...verdict, broken: [...missed, ...verdict.broken] };
  } finally {
    await load.stop();
    await access.close();
    await stack.stop();
    stack.remove();
  }
}

/** Waits until every killed process runs again and until the edge and SQL answer. */
async function untilSettled(stack: PipelineStack, access: StackAccess): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  while (Date.now() < deadline && !VICTIMS.every((victim) => isAlive(stack.pidOf(victim))))
    await sleep(200);
  // A running process may still be starting: only its answer proves that it is ready.
  for (;;) {
    try {
      const { ok } = await fetch(`${stack.edgeUrl}/__heartbeat__`);
      if (!ok) throw new Error("the edge is not ready");
      await access.rows("SELECT 1");
      return;
    } catch (cause) {
      if (Date.now() > deadline)
        throw new Error("the stack did not come back after the faults", { cause });
      await sleep(200);
    }
  }
}

function isAlive(pid: number | null): boolean {
  if (pid === null) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Writes a file as a crashed attempt leaves it: old, and not listed in any manifest. */
function leaveOrphan(stack: PipelineStack): void {
  const folder = join(stack.home, "lake/chaos/ping_v1/submission_date=2020-01-01");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "unvalidated-0-0-9-deadbeef.parquet");
  writeFileSync(file, "left behind");
  utimesSync(file, new Date(0), new Date(0));
}
