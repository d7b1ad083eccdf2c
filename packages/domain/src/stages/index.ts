export {
  detailLine,
  detailText,
  headlines,
  STAGE_UNITS,
  type StageDetail,
  sortDetails,
  troubleDetail,
} from "./details.ts";
export {
  type Claimant,
  conditionOf,
  forgottenInstances,
  freeInstanceName,
  judgeStage,
  type StageCondition,
  type StageInstance,
  silenceMs,
} from "./instances.ts";
