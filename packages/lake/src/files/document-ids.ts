import { join } from "node:path";
import { type LakeFile, quoteLiteral } from "@headwater/schemas";
import { chunksOf } from "./chunks.ts";
import type { LakeEngine } from "./engine.ts";

interface ReadIdsOptions {
  readonly engine: LakeEngine;
  readonly root: string;
  /**
   * Called for each file that can't be read to its end. Its unread ids count as never seen, and
   * landing goes on.
   */
  readonly onUnreadable: (file: LakeFile, error: unknown) => void;
}

/** Some of the document ids of a file. */
export interface FileIds {
  readonly file: LakeFile;
  readonly ids: readonly string[];
}

/**
 * Yields the document ids of files, some thousand at a time, so that the loader can rebuild its
 * memory of seen documents. A file whose rows are no documents yields no ids.
 */
export async function* readDocumentIds(
  files: readonly LakeFile[],
  { engine, root, onUnreadable }: ReadIdsOptions,
): AsyncGenerator<FileIds> {
  for (const file of files) {
    try {
      for await (const ids of idsOf(engine, join(root, file.path))) yield { file, ids };
    } catch (error) {
      onUnreadable(file, error);
    }
  }
}

async function* idsOf({ connection }: LakeEngine, path: string): AsyncGenerator<string[]> {
  const schema = await connection.runAndReadAll(
    `SELECT name FROM parquet_schema(${quoteLiteral(path)}) WHERE name = 'document_id'`,
  );
  if (schema.currentRowCount === 0) return;
  const result = await connection.stream(
    `SELECT document_id FROM read_parquet(${quoteLiteral(path)}) WHERE document_id IS NOT NULL`,
  );
  for await (const chunk of chunksOf(result)) yield chunk.getColumnValues(0).map(String);
}
