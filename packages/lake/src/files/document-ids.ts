import { join } from "node:path";
import { type LakeFile, quoteLiteral } from "@headwater/schemas";
import type { LakeEngine } from "./engine.ts";

interface ReadIdsOptions {
  readonly engine: LakeEngine;
  readonly root: string;
  /** Told of each file that can't be read: its documents count as never seen, but landing goes on. */
  readonly onUnreadable: (file: LakeFile, error: unknown) => void;
}

/** Document ids of each file, for rebuilding what the loader has seen; none for a file of rows that are no documents. */
export async function readDocumentIds(
  files: readonly LakeFile[],
  { engine, root, onUnreadable }: ReadIdsOptions,
): Promise<Map<LakeFile, string[]>> {
  const ids = new Map<LakeFile, string[]>();
  for (const file of files) {
    try {
      ids.set(file, await idsOf(engine, join(root, file.path)));
    } catch (error) {
      onUnreadable(file, error);
    }
  }
  return ids;
}

async function idsOf({ connection }: LakeEngine, path: string): Promise<string[]> {
  const schema = await connection.runAndReadAll(
    `SELECT name FROM parquet_schema(${quoteLiteral(path)}) WHERE name = 'document_id'`,
  );
  if (schema.currentRowCount === 0) return [];
  const reader = await connection.runAndReadAll(
    `SELECT document_id FROM read_parquet(${quoteLiteral(path)}) WHERE document_id IS NOT NULL`,
  );
  return reader.getColumns()[0]?.map(String) ?? [];
}
