"use client";
import { Cell, Pie, PieChart, Tooltip } from "recharts";
import { fullNumber } from "./numbers.ts";
import { colored } from "./prepare.ts";
import { slicesOf } from "./slices.ts";
import type { DrawableChart } from "./types.ts";

const MARGIN = { top: 8, right: 16, bottom: 4, left: 0 };

/** Draws the parts of a whole. A pie has no legend, so no part can be hidden. */
export function drawPie(chart: DrawableChart) {
  const slices = slicesOf(chart);
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
          `${name} ${((100 * Number(value)) / total).toFixed(1)}%`
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
