"use client";
import {
  Area,
  AreaChart,
  Bar,
  BarChart,
  Line,
  LineChart,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
} from "recharts";
import { frameOf } from "./chart-frame.tsx";
import { drawPie } from "./draw-pie.tsx";
import { EndLabels, roomForLabels } from "./end-labels.tsx";
import type { DrawableChart, Series } from "./types.ts";
import { isStacked } from "./value-axis.ts";

interface DrawProps {
  readonly chart: DrawableChart;
  /** Keys of the series that the person has hidden. */
  readonly hidden: ReadonlySet<string>;
  readonly raised: string | null;
  /** Ticks of the value axis; null where the drawing library chooses the ticks. */
  readonly valueTicks: readonly number[] | null;
}

const MARGIN = { top: 8, right: 16, bottom: 4, left: 0 };
const END_LABELS = 5;
// Bars of one group nearly touch: with many groups, a wider gap would take the room of the bars.
const BAR_GAP = 1;

/** Draws a prepared chart. This file is loaded only when the first chart is shown. */
export function DrawChart(props: DrawProps) {
  return (
    <ResponsiveContainer width="100%" height="100%" minWidth={0}>
      {props.chart.type === "pie" ? drawPie(props.chart) : axes(props)}
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
  const stacked = isStacked(chart.type, series.length);
  if (chart.type === "bar")
    return (
      <BarChart {...common} barCategoryGap="20%" barGap={BAR_GAP}>
        {frame}
        {series.map((one) => (
          <Bar
            key={one.key}
            dataKey={one.key}
            name={one.name}
            fill={one.color}
            {...seriesStyle(props, one)}
            stackId={stacked ? "all" : one.key}
            radius={stacked ? 0 : [2, 2, 0, 0]}
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
            {...seriesStyle(props, one)}
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
            {...seriesStyle(props, one)}
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
          {...seriesStyle(props, one)}
        />
      ))}
      {hasEndLabels(chart, series) ? <EndLabels points={chart.points} series={series} /> : null}
    </LineChart>
  );
}

/** The style of a series: without animation, and pale while another series is raised. */
function seriesStyle({ raised }: DrawProps, series: Series) {
  const back = raised !== null && raised !== series.key;
  return { isAnimationActive: false, opacity: back ? 0.25 : 1 };
}

function hasEndLabels({ type }: DrawableChart, { length }: readonly Series[]): boolean {
  return type === "line" && length > 1 && length <= END_LABELS;
}

function marginFor(chart: DrawableChart, series: readonly Series[]) {
  return hasEndLabels(chart, series) ? { ...MARGIN, right: roomForLabels(series) } : MARGIN;
}
