import type { ResultColumn, ResultRow } from "@headwater/domain";
import { type Collected, collect } from "./collect.ts";
import { gapsBetween } from "./gaps.ts";
import type { ChartMapping } from "./mapping.ts";
import type { DrawableChart, Undrawable } from "./types.ts";

interface Rows {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly ResultRow[];
  /** The number of rows of the whole result, before the server reduced the rows. */
  readonly reducedFrom: number;
}

/** The most series of a chart: of more series only the largest are drawn. */
const MAX_SERIES = 40;
/**
 * The most coloured series: people cannot distinguish more hues, least of all people with colour
 * blindness.
 */
const COLORED_SERIES = 8;
const GREY = "var(--series-10)";
/** Release channels in the order of their colours. */
const CHANNELS = ["nightly", "beta", "release", "esr"];

/** Turns reduced rows into a chart: points by x with one value per series, colours and notes. */
export function prepareChart(chart: Rows, mapping: ChartMapping): DrawableChart | Undrawable {
  if (chart.rows.length === 0)
    return { drawable: false, reason: "The result has no rows: nothing to draw." };
  const problem = mappingProblem(chart.columns, mapping);
  if (problem !== null) return { drawable: false, reason: problem };
  const kind = xKindOf(chart.columns, mapping);
  const table = tableOf(chart, mapping, kind);
  const broken = kind === "time" && mapping.type === "line";
  const series = (mapping.series === null ? table.series : inOrder(table)).slice(0, MAX_SERIES);
  return {
    drawable: true,
    type: mapping.type,
    xKind: kind,
    xName: mapping.x ?? "",
    yName: nameOfY(mapping),
    series: colored(series.map((one) => one.name)).map((one, index) => ({
      key: series[index]?.key ?? "",
      ...one,
    })),
    points: broken ? gapsBetween(table.points) : table.points,
    notes: notesOf({ ...chart, ...table }),
  };
}

/**
 * Groups the rows for the chart. The parts of a pie are its x values over all series, or its series
 * if all rows have the same x.
 */
function tableOf(chart: Rows, mapping: ChartMapping, kind: DrawableChart["xKind"]): Collected {
  const table = collect(chart, mapping, kind);
  if (mapping.type !== "pie" || mapping.series === null || table.points.length < 2) return table;
  return collect(chart, { ...mapping, series: null }, kind);
}

const byName = new Intl.Collator("en", { numeric: true });

/**
 * Sorts series by name, so that a series has the same position and colour in every run. If the
 * colours are too few, the largest series come first.
 */
function inOrder({ series, points }: Collected): Collected["series"] {
  if (series.length <= COLORED_SERIES) return series.toSorted((a, b) => byName.compare(a.of, b.of));
  const totals = new Map(
    series.map(({ key }) => [
      key,
      points.reduce((sum, point) => sum + Math.abs(Number(point[key] ?? 0)), 0),
    ]),
  );
  return series.toSorted((a, b) => Number(totals.get(b.key)) - Number(totals.get(a.key)));
}

/**
 * Gives names their colours: channels have fixed colours on every chart, other names get the
 * remaining colours in order, and names beyond the eighth are grey.
 */
export function colored(names: readonly string[]): { name: string; color: string }[] {
  const taken = new Set(names.map((name) => CHANNELS.indexOf(name)));
  const left = Array.from({ length: COLORED_SERIES }, (_, index) => index).filter(
    (index) => !taken.has(index),
  );
  return names.map((name) => {
    const channel = CHANNELS.indexOf(name);
    const slot = channel < 0 ? left.shift() : channel;
    return { name, color: slot === undefined ? GREY : `var(--series-${slot + 1})` };
  });
}

function mappingProblem(columns: readonly ResultColumn[], mapping: ChartMapping): string | null {
  if (mapping.y.length === 0)
    return "No column is chosen for y: choose a numeric column or count rows.";
  if (mapping.type !== "counter" && mapping.x === null)
    return "No column is chosen for x: choose one in the chart settings.";
  // A count reads no values of y, so the column of y may have any kind or may be missing.
  const counted = mapping.aggregate === "count";
  const asked = [mapping.x, mapping.series, ...(counted ? [] : mapping.y)];
  const kinds = new Map(columns.map((column) => [column.name, column.kind]));
  const gone = asked.find((name) => name !== null && !kinds.has(name));
  if (gone !== undefined) return `The result has no column \`${gone}\`: choose one that it has.`;
  const text = mapping.y.find((name) => !["number", "boolean"].includes(kinds.get(name) ?? ""));
  if (counted || text === undefined) return null;
  return `\`${text}\` has ${kinds.get(text)} values: choose a numeric column or count rows.`;
}

function xKindOf(columns: readonly ResultColumn[], { x }: ChartMapping): DrawableChart["xKind"] {
  const kind = columns.find((column) => column.name === x)?.kind;
  return kind === "time" || kind === "number" ? kind : "text";
}

function nameOfY({ y, aggregate }: ChartMapping): string {
  if (aggregate === "count") return "rows";
  const names = y.join(", ");
  return aggregate === "none" ? names : `${aggregate} of ${names}`;
}

const counted = (count: number, what: string): string =>
  `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;

function notesOf(chart: Rows & Collected): string[] {
  const notes: string[] = [];
  if (chart.reducedFrom > chart.rows.length)
    notes.push(`reduced from ${counted(chart.reducedFrom, "point")}`);
  if (chart.merged > 0) notes.push(`${counted(chart.merged, "value")} at the same x added up`);
  if (chart.withoutX > 0) notes.push(`${counted(chart.withoutX, "row")} without an x left out`);
  if (chart.series.length > MAX_SERIES)
    notes.push(`only the ${MAX_SERIES} largest series are drawn`);
  if (chart.series.length > COLORED_SERIES)
    notes.push(`series beyond the ${COLORED_SERIES} largest are grey: hover to name them`);
  return notes;
}
