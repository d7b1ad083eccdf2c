"use client";
import { ChartColumn, Table2 } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { IconButton } from "../controls/icon-button.tsx";
import { ChartLegend } from "./chart-legend.tsx";
import { fullNumber, numberOf, shortNumber } from "./numbers.ts";
import { summarize, xInWords } from "./summary.ts";
import type { DrawableChart, Undrawable } from "./types.ts";
import { planValueAxis } from "./value-axis.ts";

// The drawing library is large, and most pages need it late or never.
const DrawChart = lazy(() =>
  import("./draw-chart.tsx").then((part) => ({ default: part.DrawChart })),
);

interface ChartFigureProps {
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly chart: DrawableChart | Undrawable;
  /** Actions such as downloads and links, at the right of the title. */
  readonly actions?: ReactNode;
}

/** A chart with its title, its table view, its notes and a summary for screen readers. */
export function ChartFigure({ title, subtitle, chart, actions }: ChartFigureProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <figure aria-label={title} className="flex h-full min-h-0 min-w-0 flex-col gap-2 p-4">
      <figcaption className="flex items-start gap-2">
        <div className="min-w-0 grow">
          <div className="truncate text-14 font-semibold">{title}</div>
          {subtitle === undefined ? null : <div className="text-12 text-text-3">{subtitle}</div>}
        </div>
        {actions}
        <IconButton
          label={asTable ? "Show as chart" : "Show as table"}
          icon={asTable ? <ChartColumn /> : <Table2 />}
          onClick={() => setAsTable(!asTable)}
        />
      </figcaption>
      {chart.drawable ? (
        <Drawn
          // A new key resets the hidden series when another chart is shown.
          key={`${chart.type} ${chart.series.map((one) => one.name).join("\n")}`}
          chart={chart}
          asTable={asTable}
        />
      ) : (
        <NotDrawn reason={chart.reason} />
      )}
    </figure>
  );
}

function NotDrawn({ reason }: { readonly reason: string }) {
  return (
    <div role="status" className="grid grow place-items-center p-6 text-center text-13 text-text-2">
      <p className="max-w-md">This chart cannot be drawn. {reason}</p>
    </div>
  );
}

function Drawn({ chart, asTable }: { readonly chart: DrawableChart; readonly asTable: boolean }) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [raised, setRaised] = useState<string | null>(null);
  const legend = needsLegend(chart);
  return (
    <>
      <p className="sr-only">{summarize(chart)}</p>
      {legend ? (
        <ChartLegend
          series={chart.series}
          hidden={hidden}
          onHidden={setHidden}
          onRaised={setRaised}
        />
      ) : null}
      <div className="min-h-48 min-w-0 grow">
        {asTable ? (
          <ValueTable chart={chart} />
        ) : (
          <Suspense fallback={<div aria-hidden className="h-full rounded-card bg-surface-2" />}>
            <Picture chart={chart} hidden={hidden} raised={raised} />
          </Suspense>
        )}
      </div>
      {chart.notes.length > 0 ? (
        <p className="text-12 text-text-3">{chart.notes.join(" · ")}</p>
      ) : null}
    </>
  );
}

/**
 * A legend is not needed for few lines, which are named at their ends, nor for pies and counters,
 * which have labels.
 */
function needsLegend({ type, series }: DrawableChart): boolean {
  if (type === "pie" || type === "counter") return false;
  return series.length > (type === "line" ? 5 : 1);
}

function Picture(props: {
  readonly chart: DrawableChart;
  readonly hidden: ReadonlySet<string>;
  readonly raised: string | null;
}) {
  const { chart, hidden } = props;
  if (chart.type === "counter") return <Counter chart={chart} />;
  const axis = planValueAxis(chart, hidden);
  return (
    <div className="flex h-full min-w-0 flex-col">
      <div className="text-12 text-text-3">
        {chart.type === "pie" ? "" : chart.yName}
        {typeof axis?.startsAt === "number"
          ? ` · axis starts at ${shortNumber(axis.startsAt)}`
          : null}
      </div>
      <div className="min-h-0 grow">
        <DrawChart {...props} valueTicks={axis?.ticks ?? null} />
      </div>
    </div>
  );
}

function Counter({ chart }: { readonly chart: DrawableChart }) {
  const values = chart.series.map((one) => ({
    ...one,
    value: numberOf(chart.points[0]?.[one.key]),
  }));
  return (
    <div className="flex h-full flex-wrap items-center justify-center gap-12">
      {values.map(({ key, name, value }) => (
        <div key={key} className="text-center">
          <div className="tabular text-[40px] leading-[48px] font-semibold">
            {value === null ? "NULL" : fullNumber(value)}
          </div>
          <div className="text-12 text-text-2">{name}</div>
        </div>
      ))}
    </div>
  );
}

const MAX_TABLE_ROWS = 500;

function ValueTable({ chart }: { readonly chart: DrawableChart }) {
  const points = chart.points.filter((point) => Object.keys(point).length > 1);
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboards must reach a scroll area.
      tabIndex={0}
      aria-label="Chart values"
      className="h-full overflow-auto rounded-card border border-line"
    >
      <table className="tabular w-full text-13">
        <thead className="sticky top-0 bg-surface-2 text-12 text-text-2">
          <tr>
            <th className="px-3 py-1.5 text-left font-medium">{chart.xName}</th>
            {chart.series.map((one) => (
              <th key={one.key} className="px-3 py-1.5 text-right font-medium">
                {one.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.slice(0, MAX_TABLE_ROWS).map((point, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: scatter points may share an x.
            <tr key={index} className="border-t border-line">
              <td className="px-3 py-1">{xInWords(chart, point)}</td>
              {chart.series.map((one) => (
                <td key={one.key} className="px-3 py-1 text-right">
                  {numberOf(point[one.key]) === null ? "" : fullNumber(Number(point[one.key]))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
