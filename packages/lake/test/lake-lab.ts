import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Json } from "@duckdb/node-api";
import { columnName } from "@headwater/domain/schemas";
import { type Column, type LakeFile, quoteLiteral, type TableDefinition } from "@headwater/schemas";
import {
  ensureSeed,
  type LakeEngine,
  type LakeWriter,
  openLakeEngine,
  openLakeWriter,
  type SortableRow,
} from "../src/index.ts";

/** An empty lake in a temporary folder, with a writer and an engine for reading. */
export interface LakeLab {
  readonly root: string;
  readonly engine: LakeEngine;
  readonly writer: LakeWriter;
  query(sql: string): Promise<Record<string, Json>[]>;
  close(): void;
}

export async function openLakeLab(): Promise<LakeLab> {
  const root = mkdtempSync(join(tmpdir(), "headwater-lake-"));
  const engine = await openLakeEngine();
  const writer = await openLakeWriter({ root, columnName });
  return {
    root,
    engine,
    writer,
    async query(sql) {
      return (await engine.connection.runAndReadAll(sql)).getRowObjectsJson();
    },
    close() {
      writer.close();
      engine.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

export const MICROS = 1_772_323_200_000_000;
const STAMP: Column = { name: "submission_timestamp", type: { kind: "timestamp" } };

export const tableOf = (columns: readonly Column[], name = "t_v1"): TableDefinition => ({
  namespace: "n",
  name,
  columns: [STAMP, ...columns],
});

export const rowOf = (
  document: Record<string, unknown>,
  more: Partial<SortableRow> = {},
): SortableRow => ({
  document,
  fields: { submission_timestamp: MICROS },
  normalizedChannel: "release",
  sampleId: 1,
  ...more,
});

/** The source of a table's files for a FROM clause: the seed first, all columns by name. */
export async function sourceOf(
  { root, engine }: Pick<LakeLab, "root" | "engine">,
  table: TableDefinition,
  files: readonly LakeFile[],
): Promise<string> {
  const paths = [await ensureSeed(root, table, engine), ...files.map(({ path }) => path)];
  const list = paths.map((path) => quoteLiteral(join(root, path))).join(", ");
  return `read_parquet([${list}], union_by_name = true, hive_partitioning = false)`;
}
