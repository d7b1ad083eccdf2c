"use client";
import {
  Area,
  AreaChart,
  Bar,
  BarChart,
  CartesianGrid,
  Cell,
  type LabelProps,
  Line,
  LineChart,
  Pie,
  PieChart,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { ChartTooltip } from "./chart-tooltip.tsx";
import { fullNumber, shortNumber, timeTick } from "./numbers.ts";
import { colored } from "./prepare.ts";
import { slicesOf } from "./slices.ts";
import { timeTicks } from "./ticks.ts";
import type { DrawableChart, Series } from "./types.ts";

interface DrawProps {
  readonly chart: DrawableChart;
  /** Keys of series that the reader has switched off. */
  readonly hidden: ReadonlySet<string>;
  readonly raised: string | null;
  /** Ticks of the value axis; null where it finds its own. */
  readonly valueTicks: readonly number[] | null;
}

const MARGIN = { top: 8, right: 16, bottom: 4, left: 0 };
const AXIS = { stroke: "var(--line-strong)", tick: { fill: "var(--text-3)", fontSize: 12 } };
const END_LABELS = 5;
const MOST_TIMES = 12;

/** Draws a prepared chart; loaded only when the first chart is shown. */
export function DrawChart(props: DrawProps) {
  return (
    <ResponsiveContainer width="100%" height="100%" minWidth={0}>
      {props.chart.type === "pie" ? pie(props) : axes(props)}
    </ResponsiveContainer>
  );
}

function axes(props: DrawProps) {
  const { chart } = props;
  const series = chart.series.filter((one) => !props.hidden.has(one.key));
  const common = {
    margin: marginFor(chart, series),
    data: [...chart.points],
    accessibilityLayer: true,
  };
  const frame = frameOf(chart, props.valueTicks);
  if (chart.type === "bar")
    return (
      <BarChart {...common} barCategoryGap="20%">
        {frame}
        {series.map((one) => (
          <Bar
            key={one.key}
            dataKey={one.key}
            name={one.name}
            fill={one.color}
            {...still(props, one)}
            stackId={series.length > 4 ? "all" : one.key}
            radius={series.length > 4 ? 0 : [2, 2, 0, 0]}
            maxBarSize={64}
          />
        ))}
      </BarChart>
    );
  if (chart.type === "area")
    return (
      <AreaChart {...common}>
        {frame}
        {series.map((one) => (
          <Area
            key={one.key}
            dataKey={one.key}
            name={one.name}
            stackId="all"
            stroke={one.color}
            fill={one.color}
            fillOpacity={0.3}
            {...still(props, one)}
          />
        ))}
      </AreaChart>
    );
  if (chart.type === "scatter")
    return (
      <ScatterChart {...common}>
        {frame}
        {series.map((one) => (
          <Scatter
            key={one.key}
            dataKey={one.key}
            name={one.name}
            fill={one.color}
            {...still(props, one)}
          />
        ))}
      </ScatterChart>
    );
  return (
    <LineChart {...common}>
      {frame}
      {series.map((one) => (
        <Line
          key={one.key}
          dataKey={one.key}
          name={one.name}
          stroke={one.color}
          strokeWidth={props.raised === one.key ? 3 : 1.75}
          dot={chart.points.length <= 60 ? { r: 2, strokeWidth: 0, fill: one.color } : false}
          label={series.length <= END_LABELS && series.length > 1 ? endLabel(chart, one) : false}
          {...still(props, one)}
        />
      ))}
    </LineChart>
  );
}

/** No motion for data; the others step back while one is raised. */
function still({ raised }: DrawProps, series: Series) {
  const back = raised !== null && raised !== series.key;
  return { isAnimationActive: false, opacity: back ? 0.25 : 1 };
}

function frameOf(chart: DrawableChart, values: readonly number[] | null) {
  const times = chart.points.map((point) => Number(point.x));
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const banded = chart.type === "bar" || chart.xKind === "text";
  const inWords = (x: number | string) => tickText(chart, x, span);
  return [
    <CartesianGrid key="grid" vertical={false} stroke="var(--line)" />,
    <XAxis
      key="x"
      {...AXIS}
      dataKey="x"
      type={banded ? "category" : "number"}
      {...(banded
        ? {}
        : {
            domain: ["dataMin", "dataMax"] as const,
            scale: chart.xKind === "time" ? ("time" as const) : ("linear" as const),
          })}
      {...(chart.xKind === "time" ? xTicks(times, banded) : {})}
      tickFormatter={inWords}
      tickLine={false}
      minTickGap={24}
      interval="equidistantPreserveStart"
      height={24}
    />,
    <YAxis
      key="y"
      {...AXIS}
      tickFormatter={shortNumber}
      width={52}
      axisLine={false}
      tickLine={false}
      tickCount={5}
      {...yScale(chart, values)}
    />,
    <Tooltip
      key="tooltip"
      isAnimationActive={false}
      cursor={
        chart.type === "bar" ? { fill: "var(--surface-2)" } : { stroke: "var(--line-strong)" }
      }
      content={({ active, payload }) => (
        <ChartTooltip chart={chart} active={active} payload={payload} />
      )}
    />,
  ];
}

/** Round times between the first and the last; of bars, those that one stands at. */
function xTicks(times: readonly number[], banded: boolean): { ticks?: number[] } {
  const round = timeTicks(times[0] ?? 0, times.at(-1) ?? 0, MOST_TIMES);
  const there = new Set(times);
  const ticks = banded ? round.filter((at) => there.has(at)) : round;
  return ticks.length > 1 ? { ticks } : {};
}

function tickText(chart: DrawableChart, x: number | string, span: number): string {
  if (typeof x === "string") return x.length > 18 ? `${x.slice(0, 17)}…` : x;
  return chart.xKind === "time" ? timeTick(x, span) : shortNumber(x);
}

function yScale(chart: DrawableChart, ticks: readonly number[] | null) {
  if (ticks === null) return { domain: [zeroBased(chart) ? 0 : "auto", "auto"] as const };
  return { ticks: [...ticks], domain: [ticks[0] ?? 0, ticks.at(-1) ?? 0] as const };
}

/** Bars and areas must start at zero, or their sizes lie; below zero the axis finds its own end. */
function zeroBased(chart: DrawableChart): boolean {
  const negative = chart.points.some((point) =>
    chart.series.some((one) => Number(point[one.key]) < 0),
  );
  return !negative && (chart.type === "bar" || chart.type === "area");
}

function marginFor(chart: DrawableChart, series: readonly Series[]) {
  if (chart.type !== "line" || series.length > END_LABELS || series.length < 2) return MARGIN;
  const longest = Math.max(...series.map((one) => Math.min(one.name.length, 18)));
  return { ...MARGIN, right: 16 + longest * 7 };
}

/** Writes the name of a line at its right end instead of into a legend. */
function endLabel(chart: DrawableChart, series: Series) {
  const last = chart.points.findLastIndex((point) => typeof point[series.key] === "number");
  return ({ index, x, y }: LabelProps & { index?: number }) =>
    index === last ? (
      <text x={Number(x) + 6} y={Number(y)} dy={4} fontSize={12} fill={series.color}>
        {series.name.length > 18 ? `${series.name.slice(0, 17)}…` : series.name}
      </text>
    ) : (
      <g />
    );
}

function pie({ chart, hidden }: DrawProps) {
  const slices = slicesOf(chart).filter((slice) => !hidden.has(slice.name));
  const total = slices.reduce((sum, slice) => sum + slice.value, 0);
  return (
    <PieChart margin={MARGIN}>
      <Pie
        data={[...slices]}
        dataKey="value"
        nameKey="name"
        innerRadius="45%"
        outerRadius="78%"
        isAnimationActive={false}
        stroke="var(--surface-1)"
        label={({ name, value }: { name?: string; value?: number }) =>
          `${name} ${((100 * Number(value)) / total).toFixed(1)} %`
        }
      >
        {colored(slices.map((slice) => slice.name)).map(({ name, color }) => (
          <Cell key={name} fill={color} />
        ))}
      </Pie>
      <Tooltip isAnimationActive={false} formatter={(value) => fullNumber(Number(value))} />
    </PieChart>
  );
}
