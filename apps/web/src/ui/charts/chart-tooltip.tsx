import { fullNumber, numberOf } from "./numbers.ts";
import { xInWords } from "./summary.ts";
import type { ChartPoint, DrawableChart } from "./types.ts";

interface TooltipProps {
  readonly chart: DrawableChart;
  readonly active: boolean;
  readonly payload: readonly { readonly payload?: ChartPoint }[];
}

/**
 * The box at the crosshair: all series at this x, largest first; in lines and areas also the
 * difference to the point before.
 */
export function ChartTooltip({ chart, active, payload }: TooltipProps) {
  const point = payload[0]?.payload;
  if (!active || point === undefined) return null;
  // The point before is meaningful along a line, but not between the marks of a scatter chart or
  // between names.
  const runs = chart.type !== "scatter" && chart.xKind !== "text";
  const before = runs ? chart.points[chart.points.indexOf(point) - 1] : undefined;
  const rows = chart.series
    .map((series) => ({ series, value: numberOf(point[series.key]) }))
    .filter((row) => row.value !== null)
    .toSorted((a, b) => Number(b.value) - Number(a.value))
    .slice(0, 12);
  return (
    <div className="max-w-80 rounded-control border border-line bg-surface-1 px-2.5 py-2 text-12 shadow-float">
      <div className="mb-1 font-medium text-text">{xInWords(chart, point)}</div>
      <table className="tabular">
        <tbody>
          {rows.map(({ series, value }) => (
            <tr key={series.key}>
              <td className="max-w-44 truncate pr-3 text-text-2">
                <span
                  aria-hidden
                  className="mr-1.5 inline-block size-2 rounded-[2px]"
                  style={{ background: series.color }}
                />
                {series.name}
              </td>
              <td className="text-right text-text">{fullNumber(Number(value))}</td>
              <td className="pl-2 text-right text-text-3">
                {difference(Number(value), numberOf(before?.[series.key]))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function difference(value: number, before: number | null): string {
  if (before === null || value === before) return "";
  const change = value - before;
  return `${change > 0 ? "+" : "−"}${fullNumber(Math.abs(change))}`;
}
