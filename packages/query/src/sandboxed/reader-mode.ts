import { closeSync, openSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DuckDBConnection, DuckDBResult } from "@duckdb/node-api";
import type { ResultColumn, ResultRow } from "@headwater/domain";
import { chunksOf } from "@headwater/lake/chunks";
import { quoteLiteral } from "@headwater/schemas";
import type { ChartData, ChartRequest, ColumnProfile, PageRequest } from "../protocol/index.ts";
import { chartSql } from "../reader/chart-sql.ts";
import { pageSql } from "../reader/page-sql.ts";
import { profileSql } from "../reader/profile-sql.ts";
import {
  downloadNames,
  namedColumns,
  ReaderRequestError,
  type StoredResult,
  sourceSql,
} from "../reader/source.ts";
import { boundedPage, boundedRow } from "../rows/bounded-rows.ts";
import { resultColumn } from "../rows/column-types.ts";
import { jsonRows, numericJsonRows } from "../rows/json-rows.ts";
import { lockDown, openEngine } from "./engine.ts";
import { openChunkFreeing } from "./free-chunks.ts";
import type { StartMode } from "./options.ts";
import { answerRequests } from "./requests.ts";

/** Rows of a download to write into one file. */
export interface ExportRequest {
  readonly stored: StoredResult;
  readonly format: "csv" | "ndjson" | "parquet";
  readonly header: boolean;
  readonly formulaSafe: boolean;
  /** Name of the file in the process's own folder. */
  readonly name: string;
}

interface ReaderArgument<Request> {
  readonly stored: StoredResult;
  readonly request: Request;
}

/**
 * Reads stored results with statements of our own. A process that ran hostile SQL has written the
 * files, so the reader is sandboxed, too.
 */
export const startReader: StartMode = async (options, send) => {
  const { connection } = await openEngine(options);
  const own = [options.spill, options.result].filter((path) => path !== null);
  const folders = [...options.folders, ...own];
  await lockDown(connection, { paths: [], folders });
  return answerRequests(send, {
    page: ({ stored, request }: ReaderArgument<PageRequest>) => page(connection, stored, request),
    profile: ({ stored, request }: ReaderArgument<string>) => profile(connection, stored, request),
    chart: ({ stored, request }: ReaderArgument<ChartRequest>) =>
      chart(connection, stored, request),
    async export(request: ExportRequest) {
      const target = join(options.result ?? "", request.name);
      try {
        await exportRows(connection, request, target);
      } catch (error) {
        // A partly written file would stay on the disk as long as this process runs.
        rmSync(target, { force: true });
        throw error;
      }
    },
  });
};

async function page(connection: DuckDBConnection, stored: StoredResult, request: PageRequest) {
  const sql = pageSql(stored, request);
  const rows = boundedPage((await read(connection, sql.rows)).rows);
  const total = sql.total === null ? null : (await read(connection, sql.total)).rows[0]?.[0];
  return { rows, totalRows: total === null ? stored.rows : Number(total) };
}

async function profile(
  connection: DuckDBConnection,
  stored: StoredResult,
  name: string,
): Promise<ColumnProfile> {
  const column = stored.columns.find((one) => one.name === name);
  if (column === undefined) throw new ReaderRequestError(`The result has no column ${name}.`);
  const sql = profileSql(stored, column);
  const [figures = []] = (await read(connection, sql.figures)).rows;
  const top = (await read(connection, sql.top)).rows;
  const histogram = sql.histogram === null ? [] : (await read(connection, sql.histogram)).rows;
  const [rows, nulls, distinct, min, max, mean] = boundedRow(figures);
  return {
    column,
    rows: Number(rows),
    nulls: Number(nulls),
    distinct: Number(distinct),
    min,
    max,
    mean: typeof mean === "number" ? mean : null,
    top: top.map(boundedRow).map(([value, count]) => ({ value, count: Number(count) })),
    histogram: histogram.map(([from, to, count]) => ({ from, to, count: Number(count) })),
  };
}

async function chart(
  connection: DuckDBConnection,
  stored: StoredResult,
  request: ChartRequest,
): Promise<ChartData> {
  const sql = chartSql(stored, request);
  const { columns, rows } = await read(connection, sql.rows);
  return {
    columns: columns.map((column, index) => ({ ...column, name: sql.names[index] ?? column.name })),
    rows: boundedPage(rows),
    reducedFrom: stored.rows,
  };
}

async function exportRows(
  connection: DuckDBConnection,
  request: ExportRequest,
  target: string,
): Promise<void> {
  const { stored, format, header, formulaSafe } = request;
  if (format === "ndjson") return writeJson(connection, stored, target);
  const options =
    format === "csv" ? `FORMAT csv, HEADER ${header}` : "FORMAT parquet, COMPRESSION zstd";
  await connection.run(
    `COPY (SELECT ${namedColumns(stored.columns, formulaSafe)} FROM ${sourceSql(stored)} ORDER BY n) TO ${quoteLiteral(target)} (${options}, USE_TMP_FILE false)`,
  );
}

/**
 * Writes one object a line. The engine's own JSON writer can't write NaN, and writes other values
 * than the pages show.
 */
async function writeJson(
  connection: DuckDBConnection,
  stored: StoredResult,
  target: string,
): Promise<void> {
  const names = downloadNames(stored.columns).map((name) => JSON.stringify(name));
  const cells = stored.columns.map((_, index) => `c${index}`).join(", ");
  const result = await connection.stream(`SELECT ${cells} FROM ${sourceSql(stored)} ORDER BY n`);
  const free = openChunkFreeing(stored.columns.length);
  const file = openSync(target, "w", 0o600);
  try {
    for await (const chunk of chunksOf(result)) {
      const lines = numericJsonRows(chunk).map((row) => {
        const fields = names.map((name, index) => `${name}:${JSON.stringify(row[index] ?? null)}`);
        return `{${fields.join(",")}}\n`;
      });
      // This writes the whole text or throws: on a full disk, a single write may take only a part
      // of it.
      writeFileSync(file, lines.join(""));
      await free(chunk.rowCount);
    }
  } finally {
    closeSync(file);
  }
}

async function read(
  connection: DuckDBConnection,
  sql: string,
): Promise<{ columns: ResultColumn[]; rows: ResultRow[] }> {
  const result: DuckDBResult = await connection.run(sql);
  const rows: ResultRow[] = [];
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    rows.push(...jsonRows(chunk));
  }
  const columns = result
    .columnNames()
    .map((name, index) => resultColumn(name, result.columnType(index)));
  return { columns, rows };
}
