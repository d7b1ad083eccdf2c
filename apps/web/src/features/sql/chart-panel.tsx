"use client";
import type { ResultColumn } from "@headwater/domain";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { useApi, useApiClient } from "../../shell/api.tsx";
import { ChartFigure } from "../../ui/charts/chart-figure.tsx";
import {
  type ChartMapping,
  drawnPart,
  guessMapping,
  readMapping,
} from "../../ui/charts/mapping.ts";
import { MappingPanel } from "../../ui/charts/mapping-panel.tsx";
import { nameByPosition } from "../../ui/charts/name-by-position.ts";
import { prepareChart } from "../../ui/charts/prepare.ts";
import { Button } from "../../ui/controls/button.tsx";
import { TextField } from "../../ui/controls/field.tsx";
import { Skeleton } from "../../ui/controls/skeleton.tsx";

/** A chart that is stored with its query. */
export interface StoredChart {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly options: unknown;
}

interface ChartPanelProps {
  readonly executionId: string;
  readonly columns: readonly ResultColumn[];
  readonly stored: StoredChart | null;
  /** The saved query to which the viewer may add charts; null if there is no such query. */
  readonly queryId: number | null;
  readonly onStored: (id: number) => void;
}

/** A chart of the result, beside the form that chooses its columns. */
export function ChartPanel(props: ChartPanelProps) {
  const { columns, stored } = props;
  const { mapping, setMapping, chart, isGuessing } = useChart(props);
  const title = stored?.name ?? titleOf(drawnPart(mapping));
  return (
    <div className="flex min-h-0 grow max-tablet:flex-col max-tablet:overflow-y-auto">
      <div className="min-w-0 grow max-tablet:h-96 max-tablet:shrink-0">
        {chart === null ? (
          <Skeleton className="m-4 h-56" />
        ) : (
          <ChartFigure title={title} chart={chart} />
        )}
      </div>
      <div className="flex min-h-0 w-70 shrink-0 flex-col overflow-y-auto border-l border-line max-tablet:w-full max-tablet:border-t max-tablet:border-l-0">
        {isGuessing ? (
          <Skeleton className="m-4 h-80" />
        ) : (
          <MappingPanel columns={columns} mapping={mapping} onChange={setMapping} />
        )}
        {props.queryId === null ? null : (
          <SaveChart {...props} queryId={props.queryId} mapping={mapping} title={title} />
        )}
      </div>
    </div>
  );
}

/** The mapping of the chart and, once its reduced rows are loaded, the prepared chart. */
function useChart({ executionId, columns, stored }: ChartPanelProps) {
  const api = useApi();
  const once = { staleTime: Number.POSITIVE_INFINITY };
  const sample = useQuery({
    ...api.sql.page.queryOptions({ executionId, offset: 0, limit: 200 }),
    ...once,
  });
  const [chosen, setMapping] = useState<ChartMapping | null>(null);
  const guess = guessMapping(columns, sample.data?.rows ?? []);
  const mapping =
    chosen ?? (stored === null ? guess : readMapping(stored.type, stored.options, guess));
  const asked = drawnPart(mapping);
  const reason = whyNot(columns, asked);
  const rows = useQuery({
    ...api.sql.chart.queryOptions({ executionId, mapping: asked }),
    enabled: sample.isSuccess && reason === null,
    ...once,
  });
  // Choices are disabled until the guess has seen the first rows: a choice would keep the poor
  // early guess for the other fields.
  const shared = { mapping, setMapping, isGuessing: sample.isPending };
  const failed = reason ?? rows.error?.message ?? sample.error?.message;
  if (failed !== undefined)
    return { ...shared, chart: { drawable: false as const, reason: failed } };
  return { ...shared, chart: rows.data === undefined ? null : drawn(rows.data, asked) };
}

function drawn(data: Parameters<typeof prepareChart>[0], mapping: ChartMapping) {
  const named = nameByPosition(data.columns, mapping);
  return prepareChart({ ...data, columns: named.columns }, named.mapping);
}

/** Returns why the mapping cannot be drawn, or null, before the server is asked for rows. */
function whyNot(columns: readonly ResultColumn[], mapping: ChartMapping): string | null {
  const probe = prepareChart({ columns, rows: [columns.map(() => null)], reducedFrom: 1 }, mapping);
  return probe.drawable ? null : probe.reason;
}

function titleOf({ y, x, aggregate }: ChartMapping): string {
  const measure = aggregate === "count" ? "Rows" : y.join(", ") || "Chart";
  return x === null ? measure : `${measure} by ${x}`;
}

interface SaveChartProps extends ChartPanelProps {
  readonly queryId: number;
  readonly mapping: ChartMapping;
  readonly title: string;
}

function SaveChart({ queryId, stored, mapping, title, onStored }: SaveChartProps) {
  const client = useApiClient();
  const [name, setName] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const chart = { name: name ?? title, mapping };
      const saved =
        stored === null
          ? await client.queries.createVisualization.mutate({ ...chart, queryId })
          : await client.queries.updateVisualization.mutate({ ...chart, id: stored.id });
      toast.success("Chart saved");
      onStored(saved.id);
    } catch (error) {
      toast.error(
        error instanceof Error ? error.message : "The chart could not be saved. Try again.",
      );
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="flex flex-col gap-2 border-t border-line bg-surface-1 p-4 tablet:sticky tablet:bottom-0">
      <TextField
        compact
        className="grow"
        label="Chart name"
        value={name ?? title}
        onChange={(event) => setName(event.target.value)}
      />
      <Button size="small" kind="primary" busy={busy} onClick={() => void save()}>
        {stored === null ? "Save chart" : "Update chart"}
      </Button>
    </div>
  );
}
