export { type LakeRow, TableBuffer } from "./columns/table-buffer.ts";
export { timestampMicros } from "./columns/timestamps.ts";
export { type LakeEngine, openLakeEngine } from "./files/engine.ts";
export { ensureSeed, seedFile } from "./files/seed.ts";
export {
  type FileBatch,
  type LakeWriter,
  openLakeWriter,
  type SortableRow,
} from "./files/writer.ts";
