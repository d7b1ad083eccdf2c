export { fillTemplate } from "./fill-template.ts";
export {
  type LakeReader,
  mayReadRows,
  mayReadTable,
  readableTables,
  securityContext,
} from "./grants.ts";
export { resolveTables, type TableResolution, versionlessNames } from "./resolve-tables.ts";
