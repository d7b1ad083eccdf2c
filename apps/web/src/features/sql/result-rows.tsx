"use client";
import { isFinal } from "@headwater/domain";
import { ChartLine, Download } from "lucide-react";
import { useCallback, useState } from "react";
import { useApiClient } from "../../shell/api.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Menu, MenuItem } from "../../ui/controls/menu.tsx";
import { TimeStamp } from "../../ui/controls/time-stamp.tsx";
import type { RowsRequest } from "../../ui/grid/grid-types.ts";
import { ResultGrid } from "../../ui/grid/result-grid.tsx";
import { isCached, type RunState, secondsOf } from "./run-state.ts";

interface ResultRowsProps {
  readonly run: RunState;
  readonly onProfile: (column: string) => void;
  readonly onChart: () => void;
  readonly onRunFresh: () => void;
}

/** The rows of a run, and below them how many, how old, and what can be done with them. */
export function ResultRows(props: ResultRowsProps) {
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
          <Age execution={run.execution} onRunFresh={props.onRunFresh} />
          {isFinal(run.execution.state) ? <Downloads executionId={id} /> : null}
          <Button
            kind="quiet"
            size="small"
            icon={<ChartLine className="size-3.5" />}
            onClick={props.onChart}
          >
            Chart
          </Button>
        </>
      }
    />
  );
}

/** Milliseconds: younger rows are what was just asked for. */
const YOUNG_MS = 60_000;

interface AgeProps {
  readonly execution: RunState["execution"];
  readonly onRunFresh: () => void;
}

/** From when the rows are and with which values they were made; rows that were there already can be asked for anew. */
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

const FORMATS = [
  ["csv", "CSV"],
  ["csv?safe=1", "CSV for spreadsheets"],
  ["json?shape=rows", "JSON"],
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
