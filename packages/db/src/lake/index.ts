export { readLogOffsets } from "./log-offsets.ts";
export {
  atOneMoment,
  type LakeMoment,
  type ManifestSnapshot,
  readManifestSnapshot,
} from "./manifest-snapshot.ts";
export { openManifestStore } from "./manifest-store.ts";
export { type LakeState, readAccounting, readKnownPaths, readLakeState } from "./state.ts";
