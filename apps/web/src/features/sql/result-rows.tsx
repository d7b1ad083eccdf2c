"use client";
import { isFinal } from "@headwater/domain";
import { ChartLine, Download } from "lucide-react";
import { useCallback } from "react";
import { useApiClient } from "../../shell/api.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Menu, MenuItem } from "../../ui/controls/menu.tsx";
import type { RowsRequest } from "../../ui/grid/grid-types.ts";
import { ResultGrid } from "../../ui/grid/result-grid.tsx";
import { RunFacts } from "./run-facts.tsx";
import type { RunState } from "./run-state.ts";

interface ResultRowsProps {
  readonly run: RunState;
  readonly onProfile: (column: string) => void;
  readonly onChart: () => void;
  readonly onRunFresh: () => void;
}

/** The rows of a run, and below them their number, their age and the actions on them. */
export function ResultRows(props: ResultRowsProps) {
  const { run } = props;
  const client = useApiClient();
  const { id } = run.execution;
  const fetchRows = useCallback(
    ({ offset, limit, sort, filters }: RowsRequest) =>
      client.sql.page.query({
        executionId: id,
        offset,
        limit,
        filters: [...filters],
        ...(sort === null ? {} : { sort }),
      }),
    [client, id],
  );
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
          <RunFacts run={run} onRunFresh={props.onRunFresh} />
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
