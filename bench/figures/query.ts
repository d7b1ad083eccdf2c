import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openQueryLab, type QueryLab } from "../../apps/pipeline/src/query/test/query-lab.ts";
import { openLakeEngine } from "../../packages/lake/src/index.ts";
import { startOwnServer } from "../../packages/testkit/src/databases/own-server.ts";
import type { Figure, Row } from "../figure.ts";
import { watchMemory } from "./query/processes.ts";

const DAYS = 10;
const ROWS_PER_DAY = 1_000_000;
const ROUNDS = 7;
const SETTLE_MS = 400;
const SCAN_BAR = 1.15;
const THREADS = 2;
const FIRST_DAY = Date.UTC(2026, 2, 1);
const DAY_MS = 86_400_000;

/**
 * Measures the query path from the insert in PostgreSQL to rows at the client. Scans are compared
 * with the engine alone.
 */
export const figure: Figure = {
  name: "query",
  title: "Query: lake scan, first rows, pages, memory, cancel",
  async run() {
    const lab = await openQueryLab(
      { HEADWATER_QUERY_THREADS: String(THREADS) },
      await startOwnServer(),
    );
    try {
      return [
        ...(await scans(lab)),
        await firstRows(lab),
        ...(await largeResult(lab)),
        await cancels(lab),
      ];
    } finally {
      await lab.close();
    }
  },
};

/**
 * The engine needs less than a tenth of a second for this statement, so the figure shows the fixed
 * cost of a statement. The figure has no bar.
 */
const SHORTEST = "count by country";
const SCANS: Readonly<Record<string, string>> = {
  [SHORTEST]:
    "SELECT country, count(*) AS n, avg(amount) AS a FROM TABLE GROUP BY 1 ORDER BY 2 DESC",
  "quantiles by country and day":
    "SELECT country, date_trunc('day', submission_timestamp) AS d, count(*) AS n, quantile_cont(amount, [0.5, 0.95]) AS q, avg(share) AS s FROM TABLE GROUP BY ALL ORDER BY 2, 1",
  "distinct clients by day":
    "SELECT date_trunc('day', submission_timestamp) AS d, count(DISTINCT client_id) AS n FROM TABLE GROUP BY 1 ORDER BY 1",
  "filter and sort":
    "SELECT document_id, amount FROM TABLE WHERE country = 'C7' AND amount > 9000 ORDER BY amount DESC LIMIT 100",
};

async function scans(lab: QueryLab): Promise<Row[]> {
  const files = await lab.addTable({
    namespace: "bench",
    name: "visit_v1",
    columns: [
      { name: "document_id", type: { kind: "varchar" } },
      { name: "submission_timestamp", type: { kind: "timestamp" } },
      { name: "client_id", type: { kind: "varchar" } },
      { name: "country", type: { kind: "varchar" } },
      { name: "amount", type: { kind: "bigint" } },
      { name: "share", type: { kind: "double" } },
    ],
    days: Object.fromEntries(Array.from({ length: DAYS }, (_, index) => daySelect(index))),
  });
  const paths = files.map(({ path }) => `'${join(lab.config.paths.lake, path)}'`).join(", ");
  // A new engine each time, like our workers, so that neither has decoded files from an earlier
  // run.
  const alone = async (sql: string): Promise<void> => {
    const engine = await openLakeEngine({ memoryLimitMb: lab.config.query.memoryMb });
    await engine.connection.run(`SET threads = ${THREADS}`);
    await engine.connection.runAndReadAll(sql);
    engine.close();
  };
  const rows: Row[] = [];
  for (const [name, sql] of Object.entries(SCANS)) {
    const direct = sql.replace("TABLE", `read_parquet([${paths}])`);
    const through = sql.replace("TABLE", "bench.visit");
    const floor: number[] = [];
    const ours: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      // After each statement a new worker is made; neither side should run at the same time.
      await sleep(SETTLE_MS);
      floor.push(await timed(() => alone(direct)));
      await sleep(SETTLE_MS);
      ours.push(await timed(() => finished(lab, through)));
    }
    rows.push(scanRow(name, median(ours), median(floor)));
  }
  return rows;
}

function scanRow(name: string, ours: number, floor: number): Row {
  const ratio = ours / floor;
  return {
    figure: `lake scan 10M rows, ${name}`,
    ours: `${ours.toFixed(0)} ms`,
    floor: `${floor.toFixed(0)} ms DuckDB alone`,
    ratio: ratio.toFixed(2),
    ...(name === SHORTEST
      ? { bar: "-", met: null }
      : { bar: `<= ${SCAN_BAR}`, met: ratio <= SCAN_BAR }),
  };
}

function daySelect(index: number): [string, string] {
  const day = new Date(FIRST_DAY + index * DAY_MS).toISOString().slice(0, 10);
  return [
    day,
    `SELECT uuid()::VARCHAR AS document_id, TIMESTAMP '${day}' + to_microseconds(i * 86000) AS submission_timestamp,
       'client-' || hash(i * 31 + ${index}) % 200000 AS client_id, 'C' || hash(i) % 40 AS country,
       (hash(i * 7) % 10000)::BIGINT AS amount, random() AS share FROM range(${ROWS_PER_DAY}) t(i)`,
  ];
}

async function finished(lab: QueryLab, sql: string): Promise<void> {
  const { execution } = await lab.run(sql, { fresh: true, timeoutMs: 60_000 });
  if (execution.state !== "finished") throw new Error(JSON.stringify(execution.error));
}

const TRIVIAL_RUNS = 60;
const PAUSE_MS = 200;

async function firstRows(lab: QueryLab): Promise<Row> {
  const times: number[] = [];
  for (let run = 0; run < TRIVIAL_RUNS; run += 1) {
    times.push(await timed(() => firstPage(lab, `SELECT ${run} AS answer`)));
    await sleep(PAUSE_MS);
  }
  return limitRow("first rows of a trivial statement, p95", percentile(times, 0.95), 150);
}

async function firstPage(lab: QueryLab, sql: string): Promise<string> {
  const { id } = await lab.queue(sql, { fresh: true, timeoutMs: 60_000 });
  for (let after = 0; ; ) {
    const {
      firstPage: page,
      revision,
      execution,
    } = await lab.client.progress({ executionId: id, after, waitMs: 10_000 });
    if (execution.error !== null) throw new Error(execution.error.message);
    if (page !== null) return id;
    after = revision;
  }
}

const LARGE = `SELECT i AS a, i * 3 AS b, hash(i) AS c, (hash(i) % 100000)::INTEGER AS k, i / 7.0 AS d,
  'name ' || hash(i) % 50000 AS t, 'group ' || i % 17 AS g, TIMESTAMP '2026-01-01' + to_seconds(i) AS ts,
  DATE '2026-01-01' + (i % 365)::INTEGER AS day, i % 3 = 0 AS flag FROM range(1000000) r(i)`;

async function largeResult(lab: QueryLab): Promise<Row[]> {
  const memory = watchMemory();
  let id = "";
  const first = await timed(async () => {
    id = await firstPage(lab, LARGE);
  });
  const whole = first + (await timed(() => lab.ended(id)));
  const growth = memory.stop();
  const page = (offset: number) => () =>
    lab.client.page({ executionId: id, request: { offset, limit: 100 } });
  const pages: number[] = [];
  for (let offset = 0; offset < 1_000_000; offset += 41_000) pages.push(await timed(page(offset)));
  const sorted: number[] = [];
  for (const column of ["k", "t", "d"])
    for (const offset of [0, 500_000]) {
      const sort = { column, descending: true };
      sorted.push(
        await timed(() =>
          lab.client.page({ executionId: id, request: { offset, limit: 100, sort } }),
        ),
      );
    }
  return [
    limitRow("1M x 10 result, first page", first, 1000),
    { ...limitRow("1M x 10 result, stored whole", whole, 0), bar: "-", met: null },
    limitRow("any page of it, slowest of 25", Math.max(...pages), 250),
    limitRow("a sorted page of it, slowest of 6", Math.max(...sorted), 2000),
    {
      ...limitRow("growth of the server's processes", growth, 400),
      ours: `${growth.toFixed(0)} MB`,
      bar: "<= 400 MB",
    },
  ];
}

const CANCELS = 8;
const UNINTERRUPTIBLE = "SELECT levenshtein(repeat('a', 60000), repeat('b', 60000))";
const ENDLESS =
  "SELECT count(*) FROM range(100000000) a, range(100000000) b WHERE a.range % 7 = b.range";

async function cancels(lab: QueryLab): Promise<Row> {
  const times: number[] = [];
  for (let run = 0; run < CANCELS; run += 1) {
    const { id } = await lab.queue(`${run % 2 === 0 ? UNINTERRUPTIBLE : ENDLESS} -- ${run}`, {
      timeoutMs: 60_000,
    });
    await sleep(300);
    times.push(
      await timed(async () => {
        await lab.client.cancel({ executionId: id });
        await lab.ended(id);
      }),
    );
  }
  return limitRow("cancel to ended, slowest of 8", Math.max(...times), 500);
}

function limitRow(name: string, ms: number, bar: number): Row {
  const ours = `${ms.toFixed(0)} ms`;
  return { figure: name, ours, floor: "-", ratio: "-", bar: `<= ${bar} ms`, met: ms <= bar };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
