"use client";
import { isFinal } from "@headwater/domain";
import { useState } from "react";
import { Banner } from "../../ui/controls/banner.tsx";
import { cx } from "../../ui/controls/class-names.ts";
import { ChartPanel, type StoredChart } from "./chart-panel.tsx";
import { HistoryPanel, type PastRun } from "./history-panel.tsx";
import { ProfilePanel } from "./profile-panel.tsx";
import { ResultRows } from "./result-rows.tsx";
import { Ended, Expired, NothingToRun, NotRunYet, Waiting } from "./result-states.tsx";
import { RowsNote } from "./rows-note.tsx";
import type { RunState } from "./run-state.ts";

interface ResultsPanelProps {
  readonly run: RunState | null;
  /** Values of the parameter fields. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly problem: string | null;
  /** The run's rows are no longer kept. */
  readonly isGone: boolean;
  readonly nothingToRun: boolean;
  /** The run's error stands in the list of problems already. */
  readonly isListed: boolean;
  readonly canWrite: boolean;
  readonly panel: string;
  readonly charts: readonly StoredChart[];
  /** The saved query that is shown. */
  readonly savedQueryId: number | null;
  /** The same, if the reader may add charts to it. */
  readonly queryId: number | null;
  readonly onPanel: (panel: string) => void;
  readonly onRestore: (run: PastRun) => void;
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
      {run === null || shown === "history" ? null : (
        <RowsNote execution={run.execution} values={props.parameters} onRun={props.onRunFresh} />
      )}
      {shown === "history" ? (
        <HistoryPanel
          executionId={run?.execution.id ?? null}
          // Who cannot bring back a text can bring back this query's results.
          savedQueryId={props.canWrite ? null : props.savedQueryId}
          onRestore={props.onRestore}
        />
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
  if (props.nothingToRun) return <NothingToRun />;
  if (props.isGone) return <Expired onRun={props.onRunFresh} />;
  if (run === null) return <NotRunYet canWrite={props.canWrite} />;
  const { execution, columns } = run;
  if (execution.error !== null || execution.state === "cancelled")
    return <Ended run={run} isListed={props.isListed} />;
  if (columns === null) return <Waiting />;
  if (panel === "results")
    return (
      <ResultRows
        key={execution.id}
        run={run}
        onProfile={props.onProfile}
        onRunFresh={props.onRunFresh}
        onChart={() => {
          const [first] = props.charts;
          props.onPanel(first === undefined ? "chart" : `chart:${first.id}`);
        }}
      />
    );
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
