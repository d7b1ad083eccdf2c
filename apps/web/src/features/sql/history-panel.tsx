"use client";
import type { Execution } from "@headwater/domain";
import { formatCount } from "@headwater/domain/format";
import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useApi } from "../../shell/api.tsx";
import { Badge } from "../../ui/controls/badge.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { cx } from "../../ui/controls/class-names.ts";
import { EmptyState } from "../../ui/controls/empty-state.tsx";
import { ScrollEdge } from "../../ui/controls/scroll-edge.tsx";
import { Skeleton } from "../../ui/controls/skeleton.tsx";
import { TimeStamp } from "../../ui/controls/time-stamp.tsx";
import { secondsOf } from "./run-state.ts";

/** The parts of an earlier run that bring it back into the tab. */
export type PastRun = Pick<Execution, "id" | "sql" | "parameters">;

interface HistoryPanelProps {
  /** The run that the tab shows. */
  readonly executionId: string | null;
  /** The query whose runs are listed; null lists all runs of the viewer. */
  readonly savedQueryId: number | null;
  readonly onRestore: (run: PastRun) => void;
}

const TONES = {
  queued: "neutral",
  running: "accent",
  finished: "good",
  failed: "bad",
  cancelled: "warn",
  timed_out: "bad",
} as const;

const HEADS: readonly { readonly name: string; readonly right?: true }[] = [
  { name: "State" },
  { name: "When" },
  { name: "Rows", right: true },
  { name: "Time", right: true },
  { name: "SQL" },
  { name: "" },
];

/** The viewer's own runs, newest first; each can be brought back with its result. */
export function HistoryPanel({ executionId, savedQueryId, onRestore }: HistoryPanelProps) {
  const api = useApi();
  const history = useQuery({
    ...api.sql.history.queryOptions({ savedQueryId }),
    refetchOnMount: "always",
  });
  if (history.isPending) return <Skeleton className="m-4 h-32" />;
  if (history.isError)
    return (
      <p role="alert" className="p-4 text-bad">
        {history.error.message}
      </p>
    );
  if (history.data.length === 0)
    return (
      <EmptyState icon={<History />} title="No runs yet.">
        Each of your runs is listed here with its text and its result.
      </EmptyState>
    );
  return (
    <ScrollEdge fill label="Runs" tabStop={false}>
      <table aria-label="History" className="w-full text-13">
        <thead className="sticky top-0 bg-surface-2 text-left text-12 text-text-2">
          <tr>
            {HEADS.map(({ name, right }) => (
              <th
                key={name}
                scope="col"
                className={cx("px-3 py-1.5 font-medium", right && "text-right")}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {history.data.map((run) => (
            <tr
              key={run.id}
              className={
                run.id === executionId
                  ? "border-t border-line bg-accent-soft"
                  : "border-t border-line"
              }
            >
              <td className="px-3 py-1.5">
                <Badge tone={TONES[run.state]}>{run.state.replace("_", " ")}</Badge>
              </td>
              <td className="px-3 py-1.5 whitespace-nowrap">
                <TimeStamp at={run.queuedAt} />
              </td>
              <td className="tabular px-3 py-1.5 text-right">
                {run.rows === null ? "" : formatCount(run.rows)}
              </td>
              <td className="tabular px-3 py-1.5 text-right whitespace-nowrap">
                {secondsOf(run, run.queuedAt.getTime()).toFixed(2)} s
              </td>
              <td
                className="w-full max-w-0 min-w-48 truncate px-3 py-1.5 font-mono text-12"
                title={run.sql}
              >
                {run.sql.replaceAll(/\s+/g, " ")}
              </td>
              <td className="px-3 py-1 text-right">
                <Button size="small" kind="quiet" onClick={() => onRestore(run)}>
                  Bring back
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollEdge>
  );
}
