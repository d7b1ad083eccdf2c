import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { type LakeFile, quoteLiteral, type TableDefinition } from "@headwater/schemas";
import {
  type CrashPoint,
  dayFolder,
  fingerprint,
  publish,
  removeOnFailure,
  TEMPORARY,
} from "./durable.ts";
import type { LakeEngine } from "./engine.ts";
import { parquetOptions } from "./parquet-options.ts";
import { ensureSeed } from "./seed.ts";

/** Files of one table and day that are merged into one. */
export interface CompactionTask {
  readonly namespace: string;
  readonly table: string;
  readonly submissionDate: string;
  readonly inputs: readonly LakeFile[];
}

interface CompactOptions {
  readonly root: string;
  readonly engine: LakeEngine;
  /**
   * The table's definition, so that the output has every column; without it the output has the
   * columns of its inputs.
   */
  readonly definition: TableDefinition | null;
  readonly crashPoint?: CrashPoint;
}

/** The first part of the names of files that compaction makes. */
export const COMPACTED = "compact";
const SORT_COLUMNS = ["normalized_channel", "sample_id"];

/** The error for an input that differs from the manifest; its rows must not be merged. */
export class DamagedFileError extends Error {
  override readonly name = "DamagedFileError";
}

/**
 * Merges files into one sorted, full-width file and publishes it; the caller replaces the inputs in
 * the manifest. Throws DamagedFileError if a checksum or the number of rows differs from the
 * manifest.
 */
export async function compactFiles(
  task: CompactionTask,
  options: CompactOptions,
): Promise<LakeFile> {
  const { root, engine, definition, crashPoint = () => undefined } = options;
  for (const input of task.inputs) await checkInput(root, input);
  const seed = definition === null ? [] : [await ensureSeed(root, definition, engine)];
  const paths = [...seed, ...task.inputs.map(({ path }) => path)];
  const list = paths.map((path) => quoteLiteral(join(root, path))).join(", ");
  const source = `read_parquet([${list}], union_by_name = true, hive_partitioning = false)`;
  const { namespace, table, submissionDate } = task;
  const stem = `${COMPACTED}-${task.inputs.length}-${randomBytes(4).toString("hex")}`;
  const path = join(dayFolder(namespace, table, submissionDate), `${stem}.parquet`);
  const temporary = join(root, `${path}${TEMPORARY}`);
  const order = await sortClause(engine, source);
  return removeOnFailure(temporary, async () => {
    await engine.connection.run(
      `COPY (FROM ${source}${order}) TO ${quoteLiteral(temporary)} (${parquetOptions(definition)})`,
    );
    const rows = await countRows(engine, temporary);
    const expected = task.inputs.reduce((sum, input) => sum + input.rows, 0);
    if (rows !== expected)
      throw new DamagedFileError(`${namespace}.${table}: ${rows} rows instead of ${expected}`);
    const print = await publish(temporary, join(root, path), () => undefined);
    crashPoint("C1");
    return {
      path,
      namespace,
      table,
      submissionDate,
      rows,
      ...print,
      minMicros: Math.min(...task.inputs.map((input) => input.minMicros)),
      maxMicros: Math.max(...task.inputs.map((input) => input.maxMicros)),
    };
  });
}

/** The number of rows in a file's footer. */
export async function countRows(engine: LakeEngine, path: string): Promise<number> {
  const reader = await engine.connection.runAndReadAll(
    `SELECT num_rows FROM parquet_file_metadata(${quoteLiteral(path)})`,
  );
  return Number(reader.getColumns()[0]?.[0]);
}

async function sortClause(engine: LakeEngine, source: string): Promise<string> {
  const reader = await engine.connection.runAndReadAll(`DESCRIBE FROM ${source}`);
  const names = new Set(reader.getColumns()[0]);
  const columns = SORT_COLUMNS.filter((column) => names.has(column));
  return columns.length === 0 ? "" : ` ORDER BY ${columns.join(", ")}`;
}

async function checkInput(root: string, { path, sha256, sizeBytes }: LakeFile): Promise<void> {
  const found = await fingerprint(join(root, path));
  if (found.sha256 !== sha256 || found.sizeBytes !== sizeBytes)
    throw new DamagedFileError(`${path} is not the file that landed: its checksum differs`);
}
