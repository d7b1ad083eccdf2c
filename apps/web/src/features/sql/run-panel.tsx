"use client";
import { isFinal, type ResultColumn } from "@headwater/domain";
import { Activity } from "react";
import { ChartPanel, type StoredChart } from "./chart-panel.tsx";
import { ProfilePanel } from "./profile-panel.tsx";
import { ResultRows } from "./result-rows.tsx";
import { Ended, Expired, NothingToRun, NotRunYet, Waiting } from "./result-states.tsx";
import { RunFacts } from "./run-facts.tsx";
import type { RunState } from "./run-state.ts";

export interface RunPanelProps {
  readonly run: RunState | null;
  /** True when the run's rows are no longer kept. */
  readonly isGone: boolean;
  readonly nothingToRun: boolean;
  /** True when the list of problems already shows the run's error. */
  readonly isListed: boolean;
  readonly canWrite: boolean;
  readonly panel: string;
  readonly charts: readonly StoredChart[];
  /** The saved query that is shown, if the viewer may add charts to the query. */
  readonly queryId: number | null;
  /** The column whose profile was asked for in the grid. */
  readonly profiled: string | null;
  readonly onPanel: (panel: string) => void;
  readonly onProfile: (column: string) => void;
  readonly onRunFresh: () => void;
}

/** The panel of one run: its rows, a chart or a profile, or the reason why the run has no rows. */
export function RunPanel(props: RunPanelProps) {
  const { run, panel } = props;
  if (props.nothingToRun) return <NothingToRun />;
  if (props.isGone) return <Expired onRun={props.onRunFresh} />;
  if (run === null) return <NotRunYet canWrite={props.canWrite} />;
  const { execution, columns } = run;
  if (execution.error !== null || execution.state === "cancelled")
    return <Ended run={run} isListed={props.isListed} />;
  if (columns === null) return <Waiting />;
  return (
    <>
      <Activity mode={panel === "results" ? "visible" : "hidden"}>
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
      </Activity>
      {panel === "results" || panel === "history" ? null : (
        <WholeResult {...props} run={run} columns={columns} />
      )}
    </>
  );
}

interface WholeResultProps extends RunPanelProps {
  readonly run: RunState;
  readonly columns: readonly ResultColumn[];
}

/** A chart or a profile, which need all rows of the run, and below them the facts of the run. */
function WholeResult(props: WholeResultProps) {
  const { run, columns, panel } = props;
  const { id, state } = run.execution;
  if (!isFinal(state)) return <Waiting />;
  return (
    <>
      {panel === "profile" ? (
        <ProfilePanel
          key={`${id} ${props.profiled}`}
          executionId={id}
          columns={columns}
          asked={props.profiled}
        />
      ) : (
        <ChartPanel
          key={`${id} ${panel}`}
          executionId={id}
          columns={columns}
          stored={props.charts.find((chart) => `chart:${chart.id}` === panel) ?? null}
          queryId={props.queryId}
          onStored={(chart) => props.onPanel(`chart:${chart}`)}
        />
      )}
      <div className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-3 border-t border-line px-3 py-1">
        <RunFacts key={id} run={run} onRunFresh={props.onRunFresh} />
      </div>
    </>
  );
}
