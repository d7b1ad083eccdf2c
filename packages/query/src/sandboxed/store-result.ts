import { statSync } from "node:fs";
import { join } from "node:path";
import type {
  DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  DuckDBResult,
} from "@duckdb/node-api";
import type { ResultRow } from "@headwater/domain";
import { chunksOf } from "@headwater/lake/chunks";
import { quoteLiteral } from "@headwater/schemas";
import { boundedFirst } from "../rows/bounded-rows.ts";
import { isStoredAsText, resultColumn } from "../rows/column-types.ts";
import { jsonRows } from "../rows/json-rows.ts";
import { typeText } from "../rows/type-text.ts";
import { openChunkFreeing } from "./free-chunks.ts";
import type { WorkerJob, WorkerMessage } from "./messages.ts";
import { MAX_RESULT_COLUMNS, WORKER_ERRORS } from "./worker-errors.ts";

/** Rows that are sent at once, before the result is stored. */
const FIRST_ROWS = 200;
// A part has two row groups: small enough that a running statement has pages early, large enough to
// compress well.
const ROW_GROUP_ROWS = 51_200;
// A part of a wide result has fewer rows, so that a part is read quickly with any number of
// columns.
const ROW_GROUP_CELLS = 2_000_000;
const LEAST_ROWS = 2048;

/** Rows of one row group of a result with so many columns. */
function groupRows(columns: number): number {
  return Math.max(LEAST_ROWS, Math.min(ROW_GROUP_ROWS, Math.floor(ROW_GROUP_CELLS / columns)));
}

interface Storing {
  readonly instance: DuckDBInstance;
  readonly result: DuckDBResult;
  readonly job: WorkerJob;
  readonly say: (message: WorkerMessage) => void;
}

/**
 * Reads one streaming execution to its end: sends the first rows, and writes all rows into Parquet
 * parts. Returns the number of rows.
 */
export async function storeResult(storing: Storing): Promise<number> {
  const { result, job, say } = storing;
  if (result.columnCount > MAX_RESULT_COLUMNS) throw new Error(WORKER_ERRORS.tooWide);
  const parts = await openParts(storing);
  const columns = result
    .columnNames()
    .map((name, index) => resultColumn(name, result.columnType(index)));
  const free = openChunkFreeing(columns.length);
  let first: readonly ResultRow[] = [];
  let isFirstFull = false;
  let rows = 0;
  for await (const chunk of firstRows(result, job.rowLimit)) {
    if (!isFirstFull) {
      const missing = Math.min(chunk.rowCount, FIRST_ROWS - first.length);
      const wanted = [...first, ...jsonRows(chunk, 0, missing)];
      first = boundedFirst(wanted);
      isFirstFull = first.length < wanted.length || first.length >= FIRST_ROWS;
      say({ kind: "first", columns, rows: first });
    }
    rows += chunk.rowCount;
    await parts.append(chunk);
    await free(chunk.rowCount);
  }
  if (rows === 0) say({ kind: "first", columns, rows: [] });
  await parts.end();
  return rows;
}

/** Yields chunks up to a number of rows; without a limit, all chunks of the result. */
async function* firstRows(
  result: DuckDBResult,
  limit: number | null,
): AsyncGenerator<DuckDBDataChunk> {
  let left = limit ?? Number.POSITIVE_INFINITY;
  if (left <= 0) return;
  for await (const chunk of chunksOf(result)) {
    if (chunk.rowCount > left) chunk.rowCount = left;
    left -= chunk.rowCount;
    yield chunk;
    if (left <= 0) return;
  }
}

/**
 * Writes parts while the statement runs: one buffer table fills while the other is written. Each
 * part has the row number `n` and columns `c0`, `c1`, …, because the names of a result can repeat.
 */
async function openParts({ instance, result, job, say }: Storing) {
  const types = result.columnTypes();
  const definitions = types.map((type, index) => `c${index} ${typeText(type)}`).join(", ");
  const stored = types.map((type, index) =>
    isStoredAsText(type) ? `CAST(c${index} AS VARCHAR) AS c${index}` : `c${index}`,
  );
  const rowsOfGroup = groupRows(types.length);
  const connections = [await instance.connect(), await instance.connect()] as const;
  let number = 0;
  let written = 0;
  let bytes = 0;
  let writing = Promise.resolve();
  let buffer = await openBuffer(connections[0], definitions);

  const write = async (full: Buffered, part: number, base: number): Promise<void> => {
    const name = `part-${String(part).padStart(5, "0")}.parquet`;
    const path = join(job.resultFolder, name);
    await full.connection.run(
      `COPY (SELECT ${base} + rowid AS n, ${stored.join(", ")} FROM batch) TO ${quoteLiteral(path)}
       (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowsOfGroup}, USE_TMP_FILE false)`,
    );
    bytes += statSync(path).size;
    if (bytes > job.byteLimit) throw new Error(WORKER_ERRORS.tooLarge);
    say({ kind: "part", name, rows: full.rows });
  };
  const flush = async (): Promise<void> => {
    const full = buffer;
    full.close();
    await writing;
    writing = write(full, number, written);
    // The next `await writing` reports the rejection; this handler keeps it from being unhandled
    // until then.
    writing.catch(() => undefined);
    number += 1;
    written += full.rows;
  };
  return {
    async append(chunk: DuckDBDataChunk): Promise<void> {
      buffer.append(chunk);
      if (buffer.rows < 2 * rowsOfGroup) return;
      await flush();
      buffer = await openBuffer(connections[number % 2 === 0 ? 0 : 1], definitions);
    },
    async end(): Promise<void> {
      // An empty result has one empty part, which carries its types.
      if (buffer.rows > 0 || number === 0) await flush();
      await writing;
    },
  };
}

interface Buffered {
  readonly connection: DuckDBConnection;
  readonly rows: number;
  append(chunk: DuckDBDataChunk): void;
  close(): void;
}

async function openBuffer(connection: DuckDBConnection, definitions: string): Promise<Buffered> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE batch (${definitions})`);
  const appender = await connection.createAppender("batch");
  let rows = 0;
  return {
    connection,
    get rows() {
      return rows;
    },
    append(chunk) {
      appender.appendDataChunk(chunk);
      rows += chunk.rowCount;
    },
    close: () => appender.closeSync(),
  };
}
