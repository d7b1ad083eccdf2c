import { formatDuration } from "@headwater/domain/format";
import {
  conditionOf,
  headlines,
  judgeStage,
  type StageCondition,
  type StageInstance,
  silenceMs,
} from "@headwater/domain/stages";
import { FLOW, roleOf } from "@headwater/runtime/roles";

/** A stage or one instance of it as a box: how it does and its figures. */
export interface StageView {
  readonly tone: "good" | "warn" | "bad" | "idle";
  readonly word: string;
  readonly figures: readonly string[];
}

type Shown = Pick<StageInstance, "state" | "at" | "details">;

const TONES: Readonly<Record<StageCondition, StageView["tone"]>> = {
  running: "good",
  degraded: "bad",
  starting: "warn",
  stopped: "idle",
  silent: "bad",
};

/** What people call a stage. */
const nameOfStage = (stage: string): string => roleOf(stage)?.title ?? stage;

/** Stages in the order of the flow; those beside it come last. */
export function inFlowOrder<T extends { readonly stage: string }>(stages: readonly T[]): T[] {
  const placeOf = ({ stage }: T) => {
    const place = FLOW.findIndex((role) => role.name === stage);
    return place < 0 ? FLOW.length : place;
  };
  return stages.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** A stage by all its instances: the tone and the figures are of the one that does worst. */
export function stageView(instances: readonly Shown[], now: Date): StageView {
  const summary = judgeStage(instances, now);
  if (summary === null) return { tone: "idle", word: "not started", figures: [] };
  const view = instanceView(summary.worst, now);
  if (summary.wanted < 2) return view;
  const { running, wanted } = summary;
  const word = running === wanted ? `${running} running` : `${running} of ${wanted} running`;
  return { ...view, word };
}

/** One instance; what it said last counts only while it gives signs of life. */
export function instanceView(instance: Shown, now: Date): StageView {
  const condition = conditionOf(instance, now);
  const tone = TONES[condition];
  if (condition === "silent")
    return { tone, word: `no sign for ${formatDuration(silenceMs(instance, now))}`, figures: [] };
  const figures = condition === "stopped" ? [] : headlines(instance.details, now);
  return { tone, word: condition, figures };
}

/** The title of an instance: the stage's name, and the instance's where the stage has several. */
export function titleOfInstance(
  { stage, instance }: Pick<StageInstance, "stage" | "instance">,
  all: readonly Pick<StageInstance, "stage">[],
): string {
  const isOnly = all.filter((other) => other.stage === stage).length === 1;
  return isOnly ? nameOfStage(stage) : `${nameOfStage(stage)}: ${instance}`;
}
