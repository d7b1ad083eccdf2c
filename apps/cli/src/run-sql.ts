import { Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { CommandError, type Portal } from "./portal.ts";
import { renderTable } from "./table.ts";

export const SQL_FORMATS = ["table", "csv", "json", "parquet"] as const;

/** The options of `hw sql`. */
export interface SqlOptions {
  readonly format: (typeof SQL_FORMATS)[number];
  readonly param: Readonly<Record<string, string>>;
}

interface Job {
  readonly job: {
    readonly id: string;
    readonly status: number;
    readonly error: string;
    readonly query_result_id: string | null;
  };
}

interface Result {
  readonly query_result: {
    readonly id: string;
    readonly data: {
      readonly columns: readonly { name: string }[];
      readonly rows: readonly Record<string, unknown>[];
    };
  };
}

const JOB_DONE = 3;
const JOB_FAILED = 4;
const POLL_MS = 100;
/** The exit code that a shell expects of a program that SIGINT ended. */
const INTERRUPTED = 130;

/** `hw sql`: runs one statement and writes its rows to stdout. */
export async function runSql(
  portal: Portal,
  statement: string,
  options: SqlOptions,
): Promise<void> {
  const body = { query: statement, data_source_id: 1, max_age: 0, parameters: options.param };
  const answer = await portal.post<Job | Result>("/api/query_results", body);
  const resultId =
    "query_result" in answer ? answer.query_result.id : await finished(portal, answer.job.id);
  if (options.format !== "table")
    return write(
      await portal.stream(`/api/query_results/${resultId}.${options.format}?shape=rows`),
    );
  const { query_result } = await portal.get<Result>(`/api/query_results/${resultId}`);
  const columns = query_result.data.columns.map((column) => column.name);
  const rows = query_result.data.rows.map((row) => columns.map((name) => row[name] ?? null));
  process.stdout.write(`${renderTable(columns, rows)}\n`);
}

async function finished(portal: Portal, jobId: string): Promise<string> {
  // A person who presses Ctrl+C wants to end the statement, not only this command.
  const cancel = () => {
    portal
      .remove(`/api/jobs/${jobId}`)
      .catch(() => undefined)
      .finally(() => process.exit(INTERRUPTED));
  };
  process.once("SIGINT", cancel);
  for (;;) {
    const { job } = await portal.get<Job>(`/api/jobs/${jobId}`);
    if (job.status === JOB_DONE && job.query_result_id !== null) return job.query_result_id;
    if (job.status >= JOB_FAILED) throw new CommandError(job.error);
    await sleep(POLL_MS);
  }
}

async function write(stream: ReadableStream<Uint8Array>): Promise<void> {
  await stream.pipeTo(Writable.toWeb(process.stdout), { preventClose: true });
}
