export { type LakeRow, TableBuffer } from "./columns/table-buffer.ts";
export { timestampMicros } from "./columns/timestamps.ts";
export { type CompactionTask, compactFiles, DamagedFileError } from "./files/compact.ts";
export { type FileIds, readDocumentIds } from "./files/document-ids.ts";
export { type LakeEngine, openLakeEngine } from "./files/engine.ts";
export { findOrphans, unlinkFiles } from "./files/orphans.ts";
export { planCompaction } from "./files/plan.ts";
export { ensureSeed, seedFile } from "./files/seed.ts";
export { type TakenRows, withoutRows } from "./files/without-rows.ts";
export {
  type FileBatch,
  type LakeWriter,
  openLakeWriter,
  type SortableRow,
} from "./files/writer.ts";
export { type AccountingTotals, checkSums, type LakeFinding, verifyLake } from "./verify.ts";
