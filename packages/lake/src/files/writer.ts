import { randomBytes } from "node:crypto";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBTableFunction } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";
import { type LakeFile, quoteLiteral, type TableDefinition } from "@headwater/schemas";
import type { ColumnName } from "../columns/nested.ts";
import { type LakeRow, TableBuffer, type UsedColumn } from "../columns/table-buffer.ts";
import {
  type CrashPoint,
  dayFolder,
  makeFolder,
  publish,
  removeOnFailure,
  TEMPORARY,
} from "./durable.ts";
import { openLakeEngine } from "./engine.ts";
import { parquetOptions } from "./parquet-options.ts";
import { ensureSeed } from "./seed.ts";

/** A row with the sort keys of its file. */
export interface SortableRow extends LakeRow {
  readonly normalizedChannel: string;
  readonly sampleId: number | null;
}

/** The rows of one file. */
export interface FileBatch {
  readonly table: TableDefinition;
  /** UTC day, `YYYY-MM-DD`. */
  readonly submissionDate: string;
  /** File name without attempt and ending: `<topic>-<partition>-<first>-<last>`. */
  readonly stem: string;
  readonly rows: readonly SortableRow[];
}

/** Writes Parquet files of the lake; one file at a time. */
export interface LakeWriter {
  /**
   * Writes and publishes one file, sorted by channel and sample id. The file is durable when the
   * promise resolves, and nobody reads the file before a manifest names it.
   */
  write(batch: FileBatch): Promise<LakeFile>;
  /** Rejects if one of these files does not exist any more. */
  check(files: readonly LakeFile[]): Promise<void>;
  close(): void;
}

interface LakeWriterOptions {
  /** Lake folder. */
  readonly root: string;
  readonly columnName: ColumnName;
  readonly crashPoint?: CrashPoint;
}

const FUNCTION = "landing_rows";

/** Opens the writer of one process. */
export async function openLakeWriter({
  root,
  columnName,
  crashPoint = () => undefined,
}: LakeWriterOptions): Promise<LakeWriter> {
  const engine = await openLakeEngine();
  const source = openRowSource(crashPoint);
  engine.connection.registerTableFunction(source.tableFunction);
  const seeded = new WeakSet<TableDefinition>();

  return {
    async write({ table, submissionDate, stem, rows }) {
      if (!seeded.has(table)) {
        await ensureSeed(root, table, engine);
        seeded.add(table);
      }
      const folder = dayFolder(table.namespace, table.name, submissionDate);
      await makeFolder(root, join(root, folder));
      const path = join(folder, `${stem}-${randomBytes(4).toString("hex")}.parquet`);
      const temporary = join(root, `${path}${TEMPORARY}`);
      const buffer = new TableBuffer(table.columns, columnName);
      for (const row of sorted(rows)) buffer.append(row);
      source.offer(buffer);
      const copy = `COPY (FROM ${FUNCTION}()) TO ${quoteLiteral(temporary)} (${parquetOptions(table)})`;
      const print = await removeOnFailure(temporary, async () => {
        await engine.connection.run(copy);
        crashPoint("L3");
        return publish(temporary, join(root, path), crashPoint);
      });
      return {
        path,
        namespace: table.namespace,
        table: table.name,
        submissionDate,
        rows: rows.length,
        ...print,
        ...submissionRange(rows),
      };
    },
    async check(files) {
      for (const { path } of files) await access(join(root, path));
    },
    close: () => engine.close(),
  };
}

/**
 * A table function without arguments that returns the columns of the last offered buffer, so that
 * one registration serves every table.
 */
function openRowSource(crashPoint: CrashPoint) {
  let columns: readonly UsedColumn[] = [];
  let rows = 0;
  let next = 0;
  const tableFunction = DuckDBTableFunction.create({
    name: FUNCTION,
    bindFunction(bind) {
      for (const { name, type } of columns) bind.addResultColumn(name, type);
      bind.setCardinality(rows, true);
    },
    initFunction(init) {
      next = 0;
      init.setMaxThreads(1);
    },
    mainFunction(_call, { chunk }) {
      if (next > 0) crashPoint("L2");
      const count = Math.min(duckdb.vector_size(), rows - next);
      duckdb.data_chunk_set_size(chunk, count);
      if (count > 0) {
        columns.forEach(({ buffer }, index) => {
          buffer.fill(duckdb.data_chunk_get_vector(chunk, index), next, count);
        });
      }
      next += count;
    },
  });
  return {
    tableFunction,
    offer(buffer: TableBuffer) {
      columns = buffer.usedColumns();
      rows = buffer.rows;
    },
  };
}

function sorted(rows: readonly SortableRow[]): SortableRow[] {
  return rows.toSorted(
    (one, other) =>
      compare(one.normalizedChannel, other.normalizedChannel) ||
      (one.sampleId ?? 100) - (other.sampleId ?? 100),
  );
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function submissionRange(rows: readonly LakeRow[]): { minMicros: number; maxMicros: number } {
  let minMicros = Number.POSITIVE_INFINITY;
  let maxMicros = Number.NEGATIVE_INFINITY;
  for (const { fields } of rows) {
    const micros = Number(fields["submission_timestamp"]);
    minMicros = Math.min(minMicros, micros);
    maxMicros = Math.max(maxMicros, micros);
  }
  return { minMicros, maxMicros };
}
