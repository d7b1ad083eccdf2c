import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { type LakeFile, quoteLiteral, type TableDefinition } from "@headwater/schemas";
import { COMPACTED } from "./compact.ts";
import { dayFolder, publish, removeOnFailure, TEMPORARY } from "./durable.ts";
import type { LakeEngine } from "./engine.ts";
import { parquetOptions } from "./parquet-options.ts";
import { ensureSeed } from "./seed.ts";

/** The number of removed rows of one submission minute and one combination of the given columns. */
export interface TakenRows {
  /** Start of the UTC minute, milliseconds since the epoch. */
  readonly minuteMs: number;
  /** Values of the columns that `by` names. */
  readonly key: readonly (string | null)[];
  readonly rows: number;
}

interface WithoutRowsOptions {
  readonly root: string;
  readonly engine: LakeEngine;
  /** The table's definition, so that the new file has every column. */
  readonly definition: TableDefinition;
  /**
   * SQL condition of the rows to remove; always our own text, never a user's. A row with the result
   * NULL stays.
   */
  readonly condition: string;
  /** Columns by which removed rows are counted. */
  readonly by: readonly string[];
}

/**
 * Writes and publishes a file with the rows of `file` without those that meet the condition; the
 * caller replaces the file in the manifest. `kept` is null if no rows are left, and the same file
 * if no row meets the condition.
 */
export async function withoutRows(
  file: LakeFile,
  options: WithoutRowsOptions,
): Promise<{ readonly kept: LakeFile | null; readonly taken: readonly TakenRows[] }> {
  const { root, engine, definition, condition } = options;
  const paths = [await ensureSeed(root, definition, engine), file.path];
  const list = paths.map((path) => quoteLiteral(join(root, path))).join(", ");
  const source = `read_parquet([${list}], union_by_name = true, hive_partitioning = false)`;
  const taken = await countTaken(source, options);
  const left = file.rows - taken.reduce((sum, { rows }) => sum + rows, 0);
  if (taken.length === 0) return { kept: file, taken };
  if (left === 0) return { kept: null, taken };
  const rest = `(FROM ${source} WHERE NOT coalesce(${condition}, false))`;
  const range = await engine.connection.runAndReadAll(
    `SELECT min(epoch_us(submission_timestamp)), max(epoch_us(submission_timestamp)) FROM ${rest}`,
  );
  const [minMicros, maxMicros] = range.getRows()[0] ?? [];
  const path = join(
    dayFolder(file.namespace, file.table, file.submissionDate),
    `${COMPACTED}-1-${randomBytes(4).toString("hex")}.parquet`,
  );
  const temporary = join(root, `${path}${TEMPORARY}`);
  const print = await removeOnFailure(temporary, async () => {
    await engine.connection.run(
      `COPY ${rest} TO ${quoteLiteral(temporary)} (${parquetOptions(definition)})`,
    );
    return publish(temporary, join(root, path), () => undefined);
  });
  const bounds = { minMicros: Number(minMicros), maxMicros: Number(maxMicros) };
  return { kept: { ...file, path, rows: left, ...print, ...bounds }, taken };
}

async function countTaken(
  source: string,
  { engine, condition, by }: WithoutRowsOptions,
): Promise<TakenRows[]> {
  const minute = "epoch_ms(date_trunc('minute', submission_timestamp))";
  const keys = by.map((column) => `, ${column}`).join("");
  const reader = await engine.connection.runAndReadAll(
    `SELECT ${minute}, count(*)${keys} FROM ${source} WHERE ${condition} GROUP BY ALL ORDER BY ALL`,
  );
  return reader.getRows().map(([minuteMs, rows, ...key]) => ({
    minuteMs: Number(minuteMs),
    rows: Number(rows),
    key: key.map((value) => (value === null ? null : String(value))),
  }));
}
