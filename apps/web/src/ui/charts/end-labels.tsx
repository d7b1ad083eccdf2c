import { usePlotArea, useXAxisScale, useYAxisScale } from "recharts";
import { spreadHeights } from "./spread-heights.ts";
import type { ChartPoint, Series } from "./types.ts";

/** The least distance of two names in pixels. */
const LINE = 14;
const LONGEST = 18;

interface EndLabelsProps {
  readonly points: readonly ChartPoint[];
  readonly series: readonly Series[];
}

/** Writes the names of lines at their right ends, without overlaps; these charts have no legend. */
export function EndLabels({ points, series }: EndLabelsProps) {
  const area = usePlotArea();
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  if (area === undefined || xScale === undefined || yScale === undefined) return null;
  const ends = series.flatMap((one) => {
    const last = points.findLast((point) => typeof point[one.key] === "number");
    const x = last === undefined ? undefined : xScale(last.x);
    const y = last === undefined ? undefined : yScale(Number(last[one.key]));
    return x === undefined || y === undefined ? [] : [{ ...one, x, y }];
  });
  const heights = spreadHeights(
    ends.map(({ y }) => y),
    LINE,
    area.y + area.height,
  );
  return (
    <g>
      {ends.map(({ key, name, color, x }, index) => (
        <text key={key} x={x + 6} y={heights[index]} dy={4} fontSize={12} fill={color}>
          {name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name}
        </text>
      ))}
    </g>
  );
}

/** The width of the longest name in pixels. */
export function roomForLabels(series: readonly Series[]): number {
  return 16 + Math.max(...series.map(({ name }) => Math.min(name.length, LONGEST))) * 7;
}
