import type { StageDetail } from "./details.ts";

/** One process of a stage, as its last sign of life tells. */
export interface StageInstance {
  readonly stage: string;
  /** The name of the instance, unique among all; it stays the same when its process starts again. */
  readonly instance: string;
  readonly host: string;
  readonly pid: number;
  readonly state: string;
  /** Loopback port with the process's figures. */
  readonly metricsPort: number | null;
  readonly details: readonly StageDetail[];
  readonly startedAt: Date;
  /** The last sign of life. */
  readonly at: Date;
}

/** How an instance does: what it said last, unless it says nothing any more. */
export type StageCondition = "running" | "degraded" | "starting" | "stopped" | "silent";

/** An instance says every two seconds how it does: several signs must be missing, so that one slow write raises no alarm. */
const SILENT_MS = 10_000;
/** An instance that is gone stays on the pages for a week, since somebody may miss it. */
const FORGOTTEN_MS = 7 * 86_400_000;
/** An instance that another one has taken over from is missed by nobody. */
const REPLACED_MS = 600_000;

/** Milliseconds since the last sign of life. */
export function silenceMs({ at }: Pick<StageInstance, "at">, now: Date): number {
  return Math.max(0, now.getTime() - at.getTime());
}

/** How an instance does at this moment: the one rule for what counts as silent. */
export function conditionOf(
  instance: Pick<StageInstance, "state" | "at">,
  now: Date,
): StageCondition {
  if (instance.state === "stopped") return "stopped";
  if (silenceMs(instance, now) > SILENT_MS) return "silent";
  return instance.state === "running" || instance.state === "degraded"
    ? instance.state
    : "starting";
}

const BY_TROUBLE: readonly StageCondition[] = ["silent", "degraded", "starting", "running"];

/** How a stage does as a whole. */
interface StageSummary<Instance> {
  readonly condition: StageCondition;
  /** The instance that does worst, and so says most. */
  readonly worst: Instance;
  readonly running: number;
  /** Instances that were not stopped on purpose. */
  readonly wanted: number;
}

/** Judges a stage by its instances: by the one that does worst. Null for a stage without any. */
export function judgeStage<Instance extends Pick<StageInstance, "state" | "at">>(
  instances: readonly Instance[],
  now: Date,
): StageSummary<Instance> | null {
  const [first] = instances;
  if (first === undefined) return null;
  const conditions = instances.map((instance) => conditionOf(instance, now));
  const wanted = conditions.filter((condition) => condition !== "stopped").length;
  const running = conditions.filter((condition) => condition === "running").length;
  const condition = BY_TROUBLE.find((one) => conditions.includes(one)) ?? "stopped";
  const worst = instances[conditions.indexOf(condition)] ?? first;
  return { condition, worst, running, wanted };
}

/** A process that asks for the name of an instance. */
export interface Claimant {
  readonly stage: string;
  readonly host: string;
  readonly pid: number;
}

/**
 * The name for a process that starts: that of an instance whose process is gone, so that a role that starts again stays
 * one instance; else the first name that nobody has.
 */
export function freeInstanceName(
  { stage, host, pid }: Claimant,
  known: readonly StageInstance[],
  { now, isAlive }: { readonly now: Date; readonly isAlive: (pid: number) => boolean },
): string {
  const isFree = (instance: StageInstance): boolean => {
    const condition = conditionOf(instance, now);
    if (condition === "stopped" || condition === "silent") return true;
    // A process of this number is the asking process itself, after the other one has ended.
    return instance.host === host && (instance.pid === pid || !isAlive(instance.pid));
  };
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? `${stage}@${host}` : `${stage}@${host}#${number}`;
    const taken = known.find(({ instance }) => instance === name);
    if (taken === undefined || isFree(taken)) return name;
  }
}

/** The instances whose rows go: gone for long, or gone and replaced by one that began later. */
export function forgottenInstances<Instance extends StageInstance>(
  known: readonly Instance[],
  now: Date,
): Instance[] {
  return known.filter((instance) => {
    const condition = conditionOf(instance, now);
    if (condition !== "silent" && condition !== "stopped") return false;
    const silence = silenceMs(instance, now);
    const isReplaced = known.some(
      ({ stage, startedAt }) => stage === instance.stage && startedAt > instance.at,
    );
    return silence > (isReplaced ? REPLACED_MS : FORGOTTEN_MS);
  });
}
