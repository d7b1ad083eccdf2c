"use client";
import { CartesianGrid, Tooltip, XAxis, YAxis } from "recharts";
import { ChartTooltip } from "./chart-tooltip.tsx";
import { shortNumber, timeTick } from "./numbers.ts";
import { timeTicks } from "./ticks.ts";
import type { DrawableChart } from "./types.ts";

const AXIS = { stroke: "var(--line-strong)", tick: { fill: "var(--text-3)", fontSize: 12 } };
const MOST_TIMES = 12;

/** The parts around the marks of every chart with axes: grid, both axes and the tooltip. */
export function frameOf(chart: DrawableChart, values: readonly number[] | null) {
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
      // Each mark of a scatter chart is a point of its own, and without this each would repeat its
      // category.
      allowDuplicatedCategory={false}
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
      {...yScale(values)}
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

/** Round times between the first and the last time; for bars only times that have a bar. */
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

function yScale(ticks: readonly number[] | null) {
  if (ticks === null) return { domain: [0, "auto"] as const };
  return { ticks: [...ticks], domain: [ticks[0] ?? 0, ticks.at(-1) ?? 0] as const };
}
