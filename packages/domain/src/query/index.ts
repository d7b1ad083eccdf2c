export { fillTemplate } from "./fill-template.ts";
export { foldName } from "./fold-name.ts";
export {
  mayReadRows,
  mayReadTable,
  readableTables,
  securityContext,
} from "./grants.ts";
export { badlyNamed, isUsableName, isWellNamed, UNUSABLE_NAME } from "./parameter-names.ts";
export { resolveTables, type TableResolution, versionlessNames } from "./resolve-tables.ts";
export {
  allowanceOf,
  type GrowingResult,
  type KeptResult,
  type ResultSpace,
  resultsToRemove,
} from "./result-space.ts";
export { isLongText, isTooLong, isTooLongToCheck, TOO_LONG } from "./statement-length.ts";
