import { join } from "node:path";
import { type LakeFile, quoteLiteral } from "@headwater/schemas";
import type { LakeEngine } from "./engine.ts";

/** Document ids of each file, for rebuilding what the loader has seen. */
export async function readDocumentIds(
  engine: LakeEngine,
  root: string,
  files: readonly LakeFile[],
): Promise<Map<LakeFile, string[]>> {
  const ids = new Map<LakeFile, string[]>();
  for (const file of files) {
    const reader = await engine.connection.runAndReadAll(
      `SELECT document_id FROM read_parquet(${quoteLiteral(join(root, file.path))}) WHERE document_id IS NOT NULL`,
    );
    ids.set(file, reader.getColumns()[0]?.map(String) ?? []);
  }
  return ids;
}
