"use client";
import { Activity, useState } from "react";
import { Banner } from "../../ui/controls/banner.tsx";
import { cx } from "../../ui/controls/class-names.ts";
import { HistoryPanel, type PastRun } from "./history-panel.tsx";
import { RowsNote } from "./rows-note.tsx";
import { RunPanel, type RunPanelProps } from "./run-panel.tsx";

interface ResultsPanelProps extends Omit<RunPanelProps, "profiled" | "onProfile"> {
  /** Values of the parameter fields. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly problem: string | null;
  /** The saved query that is shown. */
  readonly savedQueryId: number | null;
  readonly onRestore: (run: PastRun) => void;
}

/** The tabs below the editor: rows, charts, profile, and the history of earlier runs. */
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
          // A viewer cannot bring back other texts, but can bring back results of this query.
          savedQueryId={props.canWrite ? null : props.savedQueryId}
          onRestore={props.onRestore}
        />
      ) : null}
      {/* The panel is hidden and not removed, so that its rows stay sorted, filtered and
          scrolled. */}
      <Activity mode={shown === "history" ? "hidden" : "visible"}>
        <RunPanel
          {...props}
          panel={shown}
          profiled={profiled}
          onProfile={(column) => {
            setProfiled(column);
            onPanel("profile");
          }}
        />
      </Activity>
    </section>
  );
}
