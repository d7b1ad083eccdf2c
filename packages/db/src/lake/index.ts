export {
  accountingByDay,
  accountingLines,
  accountingSince,
  arrivalsSince,
  countRejected,
  type Identity,
  minuteTable,
} from "./accounting.ts";
export { inBatchTurn } from "./batch-turn.ts";
export { readCatalogueVersion } from "./catalogue-version.ts";
export { freshness, newestFreshness } from "./freshness.ts";
export { readLogOffsets } from "./log-offsets.ts";
export {
  atOneMoment,
  type LakeMoment,
  type ManifestSnapshot,
  readManifestSnapshot,
} from "./manifest-snapshot.ts";
export { openManifestStore } from "./manifest-store.ts";
export { type LakeState, readAccounting, readKnownPaths, readLakeState } from "./state.ts";
export { liveFilesOf, swapFile } from "./swaps.ts";
export {
  listCountedTables,
  listPartitions,
  listTableDefinitions,
  listTableNames,
  putTable,
  type TableDefinition,
  type TableName,
  type TablePartition,
} from "./tables.ts";
