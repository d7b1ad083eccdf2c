"use client";
import { isFinal, type ResultColumn } from "@headwater/domain";
import { Activity } from "react";
import { ChartPanel, type StoredChart } from "./chart-panel.tsx";
import { ProfilePanel } from "./profile-panel.tsx";
import { ResultRows } from "./result-rows.tsx";
import { Ended, Expired, NothingToRun, NotRunYet, Waiting } from "./result-states.tsx";
import { RunFacts } from "./run-facts.tsx";
import type { RunState } from "./run-state.ts";

export interface OfRunProps {
  readonly run: RunState | null;
  /** The run's rows are no longer kept. */
  readonly isGone: boolean;
  readonly nothingToRun: boolean;
  /** The run's error stands in the list of problems already. */
  readonly isListed: boolean;
  readonly canWrite: boolean;
  readonly panel: string;
  readonly charts: readonly StoredChart[];
  /** The saved query that is shown, if the reader may add charts to it. */
  readonly queryId: number | null;
  /** The column whose profile was asked for in the grid. */
  readonly profiled: string | null;
  readonly onPanel: (panel: string) => void;
  readonly onProfile: (column: string) => void;
  readonly onRunFresh: () => void;
}

/** What is shown of one run: its rows, a chart, a profile, or why there is none of them. */
export function OfRun(props: OfRunProps) {
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
        <OfWholeResult {...props} run={run} columns={columns} />
      )}
    </>
  );
}

interface OfWholeResultProps extends OfRunProps {
  readonly run: RunState;
  readonly columns: readonly ResultColumn[];
}

/** A chart or a profile, which need all rows, and below it how old they are. */
function OfWholeResult(props: OfWholeResultProps) {
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
