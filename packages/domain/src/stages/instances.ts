import type { StageDetail } from "./details.ts";

/** One process of a stage, as its last report describes it. */
export interface StageInstance {
  readonly stage: string;
  /**
   * The unique name of the instance; the name stays the same when the process starts again.
   */
  readonly instance: string;
  readonly host: string;
  readonly pid: number;
  readonly state: string;
  /** Loopback port of the process's metrics. */
  readonly metricsPort: number | null;
  readonly details: readonly StageDetail[];
  readonly startedAt: Date;
  /** Time of the last report. */
  readonly at: Date;
}

/**
 * The condition of an instance: its last reported state, or `silent` if its reports are missing.
 */
export type StageCondition = "running" | "degraded" | "starting" | "stopped" | "silent";

/**
 * An instance reports every two seconds. Several reports must be missing, so that one slow write
 * raises no alarm.
 */
const SILENT_MS = 10_000;
/** An ended instance stays on the pages for a week, because a person may look for it. */
const FORGOTTEN_MS = 7 * 86_400_000;
/** An ended instance that another instance has replaced is removed after ten minutes. */
const REPLACED_MS = 600_000;

/** Milliseconds since the last report. */
export function silenceMs({ at }: Pick<StageInstance, "at">, now: Date): number {
  return Math.max(0, now.getTime() - at.getTime());
}

/** The condition of an instance at this moment. This function is the only rule for silence. */
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

/** The condition of a stage as a whole. */
interface StageSummary<Instance> {
  readonly condition: StageCondition;
  /** The instance in the worst condition, which explains most. */
  readonly worst: Instance;
  readonly running: number;
  /** Number of instances that were not stopped on purpose. */
  readonly wanted: number;
}

/** Judges a stage by its worst instance; null for a stage without instances. */
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
 * The name for a process that starts: the name of an instance whose process has ended, so that a
 * role that starts again stays one instance; else the first unused name.
 */
export function freeInstanceName(
  { stage, host, pid }: Claimant,
  known: readonly StageInstance[],
  { now, isAlive }: { readonly now: Date; readonly isAlive: (pid: number) => boolean },
): string {
  const isFree = (instance: StageInstance): boolean => {
    const condition = conditionOf(instance, now);
    if (condition === "stopped" || condition === "silent") return true;
    // A process with the same number is the asking process itself: the other process must have
    // ended.
    return instance.host === host && (instance.pid === pid || !isAlive(instance.pid));
  };
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? `${stage}@${host}` : `${stage}@${host}#${number}`;
    const taken = known.find(({ instance }) => instance === name);
    if (taken === undefined || isFree(taken)) return name;
  }
}

/**
 * The instances whose rows are removed: instances that ended long ago, or that ended and were
 * replaced by a later instance.
 */
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
