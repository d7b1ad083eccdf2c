"use client";
import { errorInWords, isFinal } from "@headwater/domain";
import { ChartLine, CirclePlay, Download, LoaderCircle } from "lucide-react";
import { useCallback, useState } from "react";
import { useApiClient } from "../../shell/api.tsx";
import { Banner } from "../../ui/controls/banner.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { cx } from "../../ui/controls/class-names.ts";
import { EmptyState } from "../../ui/controls/empty-state.tsx";
import { Menu, MenuItem } from "../../ui/controls/menu.tsx";
import type { RowsRequest } from "../../ui/grid/grid-types.ts";
import { ResultGrid } from "../../ui/grid/result-grid.tsx";
import { ChartPanel, type StoredChart } from "./chart-panel.tsx";
import { HistoryPanel } from "./history-panel.tsx";
import { ProfilePanel } from "./profile-panel.tsx";
import { isCached, type RunState, secondsOf } from "./run-state.ts";

interface ResultsPanelProps {
  readonly run: RunState | null;
  readonly problem: string | null;
  readonly panel: string;
  readonly charts: readonly StoredChart[];
  readonly queryId: number | null;
  readonly onPanel: (panel: string) => void;
  readonly onRestore: (sql: string, executionId: string) => void;
  readonly onRunFresh: () => void;
}

/** What came of a run: rows, charts, figures, and the runs before it. */
export function ResultsPanel(props: ResultsPanelProps) {
  const { run, charts, panel, onPanel } = props;
  const [profiled, setProfiled] = useState<string | null>(null);
  const drawn =
    charts.length > 0
      ? charts.map((chart) => [`chart:${chart.id}`, chart.name] as const)
      : [["chart", "Chart"] as const];
  const tabs = [
    ["results", "Results"] as const,
    ...drawn,
    ...(charts.length > 0 && props.queryId !== null
      ? [["chart", "New visualization"] as const]
      : []),
    ["profile", "Profile"] as const,
    ["history", "History"] as const,
  ];
  const shown = tabs.some(([id]) => id === panel) ? panel : "results";
  return (
    <section aria-label="Result" className="flex min-h-0 min-w-0 grow flex-col bg-surface-1">
      <div
        role="tablist"
        aria-label="Visualizations"
        className="flex shrink-0 gap-1 overflow-x-auto border-b border-line px-2"
      >
        {tabs.map(([id, name]) => (
          <button
            key={id}
            type="button"
            role="tab"
            aria-selected={id === shown}
            onClick={() => onPanel(id)}
            className={cx(
              "h-9 shrink-0 px-2.5 text-13 font-medium",
              id === shown
                ? "text-text shadow-[inset_0_-2px_0_var(--accent)]"
                : "text-text-2 hover:text-text",
            )}
          >
            {name}
          </button>
        ))}
      </div>
      {props.problem === null ? null : (
        <div className="p-3">
          <Banner tone="bad">{props.problem}</Banner>
        </div>
      )}
      {shown === "history" ? (
        <HistoryPanel executionId={run?.execution.id ?? null} onRestore={props.onRestore} />
      ) : (
        <OfRun
          {...props}
          panel={shown}
          profiled={profiled}
          onProfile={(column) => {
            setProfiled(column);
            onPanel("profile");
          }}
        />
      )}
    </section>
  );
}

interface OfRunProps extends ResultsPanelProps {
  readonly profiled: string | null;
  readonly onProfile: (column: string) => void;
}

function OfRun(props: OfRunProps) {
  const { run, panel } = props;
  if (run === null)
    return (
      <EmptyState icon={<CirclePlay />} title="Run a statement to see its rows here.">
        Ctrl+Enter runs the statement at the cursor, or what is selected.
      </EmptyState>
    );
  const { execution, columns } = run;
  if (execution.error !== null || execution.state === "cancelled") return <Ended run={run} />;
  if (columns === null) return <Waiting />;
  if (panel === "results") return <Rows {...props} run={run} key={execution.id} />;
  if (!isFinal(execution.state)) return <Waiting />;
  if (panel === "profile")
    return (
      <ProfilePanel
        key={`${execution.id} ${props.profiled}`}
        executionId={execution.id}
        columns={columns}
        asked={props.profiled}
      />
    );
  const stored = props.charts.find((chart) => `chart:${chart.id}` === panel) ?? null;
  return (
    <ChartPanel
      key={`${execution.id} ${panel}`}
      executionId={execution.id}
      columns={columns}
      stored={stored}
      queryId={props.queryId}
      onStored={(id) => props.onPanel(`chart:${id}`)}
    />
  );
}

function Waiting() {
  return (
    <div className="grid grow place-items-center p-8 text-text-3">
      <LoaderCircle aria-label="Waiting for the first rows" className="size-5 animate-spin" />
    </div>
  );
}

/** A run without rows: what happened, where, and what to do. */
function Ended({ run: { execution } }: { readonly run: RunState }) {
  const { error, state } = execution;
  if (state === "cancelled")
    return (
      <div className="p-4">
        <Banner tone="warn">Cancelled. Nothing of it was kept; run it again when you like.</Banner>
      </div>
    );
  return (
    <div className="overflow-auto p-4">
      <Banner tone="bad">
        <p className="whitespace-pre-wrap">
          {error === null ? "It failed without a reason." : errorInWords(error)}
        </p>
      </Banner>
    </div>
  );
}

function Rows(props: OfRunProps & { readonly run: RunState }) {
  const { run } = props;
  const client = useApiClient();
  const { id, rowLimit } = run.execution;
  const fetchRows = useCallback(
    ({ offset, limit, sort, filters }: RowsRequest) =>
      client.sql.page.query({ executionId: id, offset, limit, sort, filters: [...filters] }),
    [client, id],
  );
  const count = run.rows.toLocaleString("en-US");
  const truncated = rowLimit !== null && run.rows >= rowLimit;
  return (
    <ResultGrid
      label="Query results"
      columns={run.columns ?? []}
      fetchRows={fetchRows}
      totalRows={run.rows}
      firstRows={run.firstRows}
      onProfile={props.onProfile}
      footer={
        <>
          <span className="tabular text-12 text-text-2">
            {truncated ? `First ${count} rows` : `${count} ${run.rows === 1 ? "row" : "rows"}`}
            {isFinal(run.execution.state)
              ? ` · ${secondsOf(run.execution, 0).toFixed(2)} s`
              : " so far"}
          </span>
          {isCached(run.execution) ? (
            <span className="text-12 text-text-3">
              cached {clock(run.execution.queuedAt)}{" "}
              <button type="button" className="text-accent underline" onClick={props.onRunFresh}>
                Run again
              </button>
            </span>
          ) : null}
          {isFinal(run.execution.state) ? <Downloads executionId={id} /> : null}
          <Button
            kind="quiet"
            size="small"
            icon={<ChartLine className="size-3.5" />}
            onClick={() =>
              props.onPanel(props.charts[0] === undefined ? "chart" : `chart:${props.charts[0].id}`)
            }
          >
            Chart
          </Button>
        </>
      }
    />
  );
}

function clock(at: Date): string {
  return at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

const FORMATS = [
  ["csv", "CSV"],
  ["json", "JSON"],
  ["parquet", "Parquet"],
] as const;

function Downloads({ executionId }: { readonly executionId: string }) {
  return (
    <Menu
      align="start"
      side="top"
      trigger={
        <Button kind="quiet" size="small" icon={<Download className="size-3.5" />}>
          Download
        </Button>
      }
    >
      {FORMATS.map(([format, name]) => (
        <MenuItem
          key={format}
          onSelect={() => window.location.assign(`/api/query_results/${executionId}.${format}`)}
        >
          {name}
        </MenuItem>
      ))}
    </Menu>
  );
}
