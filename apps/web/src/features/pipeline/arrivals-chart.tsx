"use client";
import { formatCount, formatShort } from "@headwater/domain/format";
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { numberTicks, timeTicks } from "../../ui/charts/ticks.ts";
import { type Arrivals, OTHER, perStep, stackArrivals } from "./arrivals.ts";

interface ArrivalsChartProps {
  readonly arrivals: Arrivals;
}

const MOST_TIMES = 9;
const WANTED_TICKS = 4;
const timeOfDay = (at: number): string => new Date(at).toISOString().slice(11, 16);
const colourOf = (index: number, name: string): string =>
  name === OTHER ? "var(--series-10)" : `var(--series-${index + 1})`;

const heightOf = (point: Readonly<Record<string, number>>, series: readonly string[]): number =>
  series.reduce((sum, name) => sum + (point[name] ?? 0), 0);

/** Arrivals as stacked bars: one bar per step, one colour per document type. */
export function ArrivalsChart({ arrivals }: ArrivalsChartProps) {
  const { series, points } = stackArrivals(arrivals);
  const top = points.reduce((most, point) => Math.max(most, heightOf(point, series)), 0);
  const ticks = numberTicks(0, top, WANTED_TICKS, true);
  if (series.length === 0)
    return (
      <p className="flex h-60 items-center justify-center text-text-2">
        Nothing was accepted in this range.
      </p>
    );
  return (
    <figure
      aria-label={`Stacked bars of accepted pings ${perStep(arrivals.stepMinutes)}, ${series.length} types, ${points.length} bars`}
    >
      <ul className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-12 text-text-2">
        {series.map((name, index) => (
          <li key={name} className="flex items-center gap-1.5">
            <span
              aria-hidden
              className="size-2.5 rounded-[2px]"
              style={{ background: colourOf(index, name) }}
            />
            {name}
          </li>
        ))}
      </ul>
      <ResponsiveContainer width="100%" height={220}>
        <BarChart
          data={[...points]}
          margin={{ top: 4, right: 0, bottom: 0, left: 0 }}
          barCategoryGap={1}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="at"
            height={24}
            tickFormatter={timeOfDay}
            ticks={timeTicks(arrivals.from.getTime(), arrivals.to.getTime(), MOST_TIMES)}
            interval="equidistantPreserveStart"
            minTickGap={8}
            tickLine={false}
            axisLine={{ stroke: "var(--line-strong)" }}
            tick={{ fill: "var(--text-3)", fontSize: 12 }}
          />
          <YAxis
            width={40}
            tickFormatter={formatShort}
            tickLine={false}
            axisLine={false}
            tick={{ fill: "var(--text-3)", fontSize: 12 }}
            ticks={ticks}
            domain={[0, ticks.at(-1) ?? 0]}
          />
          <Tooltip
            cursor={{ fill: "var(--surface-2)" }}
            isAnimationActive={false}
            contentStyle={{
              background: "var(--surface-1)",
              border: "1px solid var(--line)",
              borderRadius: 8,
              fontSize: 12,
              color: "var(--text)",
            }}
            labelFormatter={(at) => `${timeOfDay(Number(at))} UTC`}
            formatter={(value, name) => [formatCount(Number(value)), String(name)]}
          />
          {series.map((name, index) => (
            <Bar
              key={name}
              dataKey={name}
              stackId="arrivals"
              fill={colourOf(index, name)}
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </figure>
  );
}
