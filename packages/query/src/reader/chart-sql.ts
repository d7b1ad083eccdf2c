import type { ResultColumn } from "@headwater/domain";
import type { ChartRequest } from "../protocol/index.ts";
import { ReaderRequestError, type StoredResult, sourceSql, storedName } from "./source.ts";

/** The statement of a chart and the names of its columns. */
export interface ChartSql {
  readonly rows: string;
  /** Columns of the answer: x (if any), each y, series (if any). */
  readonly names: readonly string[];
}

const MAX_SERIES = 50;

/**
 * Builds the statement of a chart: rows are grouped if the chart asks for an aggregate, then
 * reduced to `maxPoints` a series. Lines and areas keep the lowest and the highest point of each
 * section, so that no spike is lost. Bars and pies keep the largest values. Scatter plots keep
 * every n-th point. The points stay in the order of the rows, which is the only meaningful order of
 * text.
 */
export function chartSql(stored: StoredResult, request: ChartRequest): ChartSql {
  if (request.y.length === 0 && request.aggregate !== "count")
    throw new ReaderRequestError("Choose a column for the Y axis.");
  const names = [
    ...(request.x === null ? [] : [request.x]),
    ...(request.y.length === 0 ? ["count"] : request.y),
    ...(request.series === null ? [] : [request.series]),
  ];
  const values = Math.max(1, request.y.length);
  const shown = [
    ...(request.x === null ? [] : ["x"]),
    ...Array.from({ length: values }, (_, index) => `y${index}`),
    ...(request.series === null ? [] : ["s"]),
  ];
  return {
    rows: `WITH ${pointsSql(stored, request)} SELECT ${shown.join(", ")} FROM (${reducedSql(request, runOf(stored, request))}) ORDER BY ${request.type === "pie" ? "y0 DESC NULLS LAST, n" : "n"}`,
    names,
  };
}

/**
 * The table `p` has one row for each point: `n` (order), `x`, `y0`…, `s`. If the chart has more
 * than fifty series, `p` has the fifty with the largest values.
 */
function pointsSql(stored: StoredResult, request: ChartRequest): string {
  const points = allPointsSql(stored, request);
  if (request.series === null) return `p AS (${points})`;
  return `a AS (${points}), p AS (SELECT * FROM a WHERE coalesce(s, '') IN
    (SELECT coalesce(s, '') FROM a GROUP BY 1 ORDER BY sum(abs(y0)) DESC NULLS LAST, 1 LIMIT ${MAX_SERIES}))`;
}

function allPointsSql(stored: StoredResult, request: ChartRequest): string {
  const { columns } = stored;
  const x = request.x === null ? "NULL" : storedName(columns, request.x);
  const s = request.series === null ? "NULL" : textOf(columns, request.series);
  const source = sourceSql(stored);
  const y = request.y.map((name, index) => `${valueSql(columns, name, request)} AS y${index}`);
  if (request.aggregate === "none")
    return `SELECT n, ${x} AS x, ${y.join(", ")}, ${s} AS s FROM ${source}`;
  const counted = y.length === 0 ? ["count(*) AS y0"] : y;
  return `SELECT min(n) AS n, ${x} AS x, ${counted.join(", ")}, ${s} AS s FROM ${source} GROUP BY ${x}, ${s}`;
}

function valueSql(columns: readonly ResultColumn[], name: string, request: ChartRequest): string {
  const stored = storedName(columns, name);
  const { kind } = columns.find((column) => column.name === name) ?? { kind: "text" };
  if (request.aggregate === "count") return `count(${stored})`;
  // Numbers of a chart are only drawn, so doubles, which JSON can hold, are exact enough.
  const number = kind === "number" ? `CAST(${stored} AS DOUBLE)` : `TRY_CAST(${stored} AS DOUBLE)`;
  return request.aggregate === "none" ? number : `${request.aggregate}(${number})`;
}

function textOf(columns: readonly ResultColumn[], name: string): string {
  return `CAST(${storedName(columns, name)} AS VARCHAR)`;
}

/**
 * The order of the points of a line: by the value of x, or by the order of the rows if x is text.
 */
function runOf({ columns }: StoredResult, request: ChartRequest): string {
  const kind = columns.find((column) => column.name === request.x)?.kind;
  return kind === "time" || kind === "number" ? "x NULLS LAST, n" : "n";
}

function reducedSql({ type, maxPoints }: ChartRequest, run: string): string {
  const most = Math.max(2, Math.trunc(maxPoints));
  if (type === "counter") return "SELECT * FROM p ORDER BY n LIMIT 1";
  if (type === "bar" || type === "pie")
    return `SELECT * FROM p QUALIFY row_number() OVER (PARTITION BY s ORDER BY y0 DESC NULLS LAST, n) <= ${most}`;
  const numbered = (order: string) =>
    `SELECT *, row_number() OVER (PARTITION BY s ORDER BY ${order}) - 1 AS k, count(*) OVER (PARTITION BY s) AS total FROM p`;
  if (type === "scatter")
    return `SELECT * FROM (${numbered("n")}) WHERE total <= ${most} OR k % CAST(ceil(total / ${most}.0) AS BIGINT) = 0`;
  const sections = Math.max(1, Math.floor(most / 2));
  return `SELECT * FROM (SELECT *, CAST(floor(k * ${sections}.0 / total) AS BIGINT) AS section FROM (${numbered(run)}))
    QUALIFY total <= ${most} OR row_number() OVER (PARTITION BY s, section ORDER BY y0 NULLS LAST, n) = 1
      OR row_number() OVER (PARTITION BY s, section ORDER BY y0 DESC NULLS LAST, n) = 1`;
}
