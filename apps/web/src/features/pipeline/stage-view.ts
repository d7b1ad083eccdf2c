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

/** A stage, or one instance of a stage, as the page shows it: its state and its figures. */
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

/** The title of a stage. */
const nameOfStage = (stage: string): string => roleOf(stage)?.title ?? stage;

/** Sorts stages in the order of the flow; stages outside of the flow come last. */
export function inFlowOrder<T extends { readonly stage: string }>(stages: readonly T[]): T[] {
  const placeOf = ({ stage }: T) => {
    const place = FLOW.findIndex((role) => role.name === stage);
    return place < 0 ? FLOW.length : place;
  };
  return stages.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/**
 * Shows a stage by all its instances: the tone and the figures are those of the instance in the
 * worst state.
 */
export function stageView(instances: readonly Shown[], now: Date): StageView {
  const summary = judgeStage(instances, now);
  if (summary === null) return { tone: "idle", word: "not started", figures: [] };
  const view = instanceView(summary.worst, now);
  if (summary.wanted < 2) return view;
  const { running, wanted } = summary;
  const word = running === wanted ? `${running} running` : `${running} of ${wanted} running`;
  return { ...view, word };
}

/** Shows one instance. Its figures count only while the instance keeps reporting. */
export function instanceView(instance: Shown, now: Date): StageView {
  const condition = conditionOf(instance, now);
  const tone = TONES[condition];
  if (condition === "silent")
    return { tone, word: `silent for ${formatDuration(silenceMs(instance, now))}`, figures: [] };
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
