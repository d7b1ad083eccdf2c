import type { ResultColumn, ResultRow } from "@headwater/domain";

export const CHART_TYPES = ["line", "bar", "area", "scatter", "pie", "counter"] as const;
type ChartType = (typeof CHART_TYPES)[number];
export const AGGREGATES = ["none", "sum", "avg", "min", "max", "count"] as const;
type Aggregate = (typeof AGGREGATES)[number];

/** The result columns that a chart draws, and their parts in the chart. */
export interface ChartMapping {
  readonly type: ChartType;
  readonly x: string | null;
  readonly y: readonly string[];
  readonly series: string | null;
  readonly aggregate: Aggregate;
}

/** A text column with more values than this is not proposed as the series. */
const MAX_SERIES_VALUES = 12;
/** The most lines of a proposed chart: more lines would be hard to read. */
const MAX_GUESSED_MEASURES = 5;
/**
 * Names of columns whose numbers are identifiers: a sum or a line of identifiers has no meaning.
 */
const IDENTIFIER = /(^|_)(id|uuid|key)$/i;

/**
 * Proposes a chart from the types of the columns and a sample of rows: the first time column (else
 * text column) is x, numbers are y, and a text column with few values is the series.
 */
export function guessMapping(
  columns: readonly ResultColumn[],
  sample: readonly ResultRow[],
): ChartMapping {
  const numbers = columns.filter((one) => one.kind === "number" && !IDENTIFIER.test(one.name));
  const x = dimensionOf(columns);
  const names = numbers.map((column) => column.name);
  if (x === undefined) return withoutDimension(names, sample.length);
  const series = seriesOf(columns, sample, x);
  const mapping = { x: x.name, series, aggregate: "none" } as const;
  const type = x.kind === "time" ? "line" : "bar";
  if (names.length === 0) return { ...mapping, type, y: [x.name], aggregate: "count" };
  return {
    ...mapping,
    type,
    y: series === null ? names.slice(0, MAX_GUESSED_MEASURES) : names.slice(0, 1),
  };
}

function dimensionOf(columns: readonly ResultColumn[]): ResultColumn | undefined {
  const ofKind = (kind: ResultColumn["kind"]) => columns.find((column) => column.kind === kind);
  return ofKind("time") ?? ofKind("text") ?? ofKind("boolean");
}

function withoutDimension(numbers: readonly string[], rows: number): ChartMapping {
  const [first, second] = numbers;
  if (first !== undefined && second !== undefined && rows > 1)
    return { type: "scatter", x: first, y: [second], series: null, aggregate: "none" };
  return { type: "counter", x: null, y: numbers.slice(0, 1), series: null, aggregate: "none" };
}

function seriesOf(
  columns: readonly ResultColumn[],
  sample: readonly ResultRow[],
  x: ResultColumn,
): string | null {
  for (const [index, column] of columns.entries()) {
    if (column === x || (column.kind !== "text" && column.kind !== "boolean")) continue;
    const values = new Set(sample.map((row) => row[index]));
    // As many values as rows would make each row a series of its own.
    if (values.size <= MAX_SERIES_VALUES && values.size < sample.length) return column.name;
  }
  return null;
}

/**
 * The mapping without the columns that its type does not draw: a counter has neither x nor series,
 * but the form keeps both for another type.
 */
export function drawnPart(mapping: ChartMapping): ChartMapping {
  return mapping.type === "counter" ? { ...mapping, x: null, series: null } : mapping;
}

/** Reads a stored mapping; parts that are not valid fall back to the guess. */
export function readMapping(type: string, options: unknown, guess: ChartMapping): ChartMapping {
  const stored = (typeof options === "object" && options !== null ? options : {}) as Partial<
    Record<keyof ChartMapping, unknown>
  >;
  const y = Array.isArray(stored.y) ? stored.y.filter((one) => typeof one === "string") : guess.y;
  return {
    type: CHART_TYPES.find((one) => one === type) ?? guess.type,
    x: typeof stored.x === "string" || stored.x === null ? stored.x : guess.x,
    y,
    series:
      typeof stored.series === "string" || stored.series === null ? stored.series : guess.series,
    aggregate: AGGREGATES.find((one) => one === stored.aggregate) ?? guess.aggregate,
  };
}
