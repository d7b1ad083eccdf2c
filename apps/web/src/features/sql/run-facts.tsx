"use client";
import { isFinal } from "@headwater/domain";
import { useState } from "react";
import { TimeStamp } from "../../ui/controls/time-stamp.tsx";
import { isCached, type RunState, secondsOf } from "./run-state.ts";

interface RunFactsProps {
  readonly run: RunState;
  readonly onRunFresh: () => void;
}

/** The number of a run's rows, the duration of the run and the age of its rows. */
export function RunFacts({ run, onRunFresh }: RunFactsProps) {
  const { execution, rows } = run;
  const count = rows.toLocaleString("en-US");
  const truncated = execution.rowLimit !== null && rows >= execution.rowLimit;
  return (
    <>
      <span className="tabular text-12 text-text-2">
        {truncated ? `First ${count} rows` : `${count} ${rows === 1 ? "row" : "rows"}`}
        {isFinal(execution.state) ? ` · ${secondsOf(execution, 0).toFixed(2)} s` : " so far"}
      </span>
      <Age execution={execution} onRunFresh={onRunFresh} />
    </>
  );
}

/** In milliseconds: the age of younger rows is not shown, because they were just asked for. */
const YOUNG_MS = 60_000;

interface AgeProps {
  readonly execution: RunState["execution"];
  readonly onRunFresh: () => void;
}

/** The age of the rows and their parameters' values, with an action that runs older rows again. */
function Age({ execution, onRunFresh }: AgeProps) {
  const { finishedAt } = execution;
  const [wasOld] = useState(() => Date.now() - (finishedAt?.getTime() ?? Date.now()) > YOUNG_MS);
  const values = Object.entries(execution.parameters).map(([name, value]) => `${name} = ${value}`);
  return (
    <>
      {values.length === 0 ? null : (
        <span className="max-w-80 truncate text-12 text-text-3" title={values.join("\n")}>
          {values.join(", ")}
        </span>
      )}
      {finishedAt !== null && (wasOld || isCached(execution)) ? (
        <span className="text-12 text-text-3">
          {isCached(execution) ? "cached" : <TimeStamp at={finishedAt} />}{" "}
          <button type="button" className="text-accent underline" onClick={onRunFresh}>
            Run again
          </button>
        </span>
      ) : null}
    </>
  );
}
