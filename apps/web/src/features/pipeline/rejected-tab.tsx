"use client";
import { formatCount } from "@headwater/domain/format";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { useQueryState } from "nuqs";
import { useState } from "react";
import { useApi } from "../../shell/api.tsx";
import { Banner } from "../../ui/controls/banner.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Card } from "../../ui/controls/card.tsx";
import { cx } from "../../ui/controls/class-names.ts";
import { Dialog } from "../../ui/controls/dialog.tsx";
import { EmptyState } from "../../ui/controls/empty-state.tsx";
import { SimpleTable, type TableColumn } from "../../ui/controls/simple-table.tsx";
import { Skeleton } from "../../ui/controls/skeleton.tsx";
import { NoRight } from "./no-right.tsx";
import type { RejectedRow } from "./pipeline-types.ts";
import { RejectedPing } from "./rejected-ping.tsx";

const COLUMNS: readonly TableColumn<RejectedRow>[] = [
  {
    name: "Accepted (UTC)",
    render: ({ at }) => <span className="tabular whitespace-nowrap">{at.slice(0, 19)}</span>,
  },
  {
    name: "Type",
    render: ({ namespace, docType, docVersion }) => (
      <span className="font-mono text-12">
        {namespace === null
          ? "unknown"
          : [namespace, docType, docVersion].filter((part) => part !== null).join("/")}
      </span>
    ),
  },
  { name: "Reason", render: ({ errorType }) => errorType },
  {
    name: "Message",
    render: ({ errorMessage }) => <span className="text-text-2">{errorMessage}</span>,
  },
];

/** The rejected pings of the last week by reason; each ping can be opened as it was sent. */
export function RejectedTab({ mayRead }: { readonly mayRead: boolean }) {
  const api = useApi();
  const [reason, setReason] = useQueryState("reason");
  const [open, setOpen] = useState<RejectedRow | null>(null);
  const { data, error, refetch, isFetching } = useQuery(
    api.pipeline.rejected.queryOptions(undefined, {
      enabled: mayRead,
      trpc: { context: { unbatched: true } },
    }),
  );
  if (!mayRead) return <NoRight />;
  if (error !== null) return <Banner tone="bad">{error.message}</Banner>;
  if (data === undefined) return <Skeleton className="h-80" />;
  if (data.rows.length === 0) {
    return (
      <EmptyState icon={<CircleCheck />} title="No rejected pings in the last 7 days">
        A ping that fails a step lands here with its reason and its bytes as sent.
      </EmptyState>
    );
  }
  const rows = reason === null ? data.rows : data.rows.filter((row) => row.errorType === reason);
  return (
    <div className="flex flex-col gap-4">
      <ul aria-label="Reasons" className="flex flex-wrap gap-2">
        {data.reasons.map(({ errorType, stage, count }) => (
          <li key={`${errorType} ${stage}`}>
            <button
              type="button"
              aria-pressed={reason === errorType}
              onClick={() => void setReason(reason === errorType ? null : errorType)}
              className={cx(
                "rounded-card border px-3 py-1.5 text-left",
                reason === errorType
                  ? "border-accent bg-accent-soft"
                  : "border-line bg-surface-1 hover:bg-surface-2",
              )}
            >
              <span className="block font-medium">{errorType}</span>
              <span className="tabular block text-12 text-text-2">
                {formatCount(count)} in {stage}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <Card
        title="Newest rejected pings"
        note="last 7 days, at most 200"
        flush
        actions={
          <Button size="small" busy={isFetching} onClick={() => void refetch()}>
            Refresh
          </Button>
        }
      >
        {rows.length === 0 ? (
          <p className="px-4 pb-4 text-text-2">None of the newest 200 has this reason.</p>
        ) : (
          <SimpleTable
            label="Rejected pings"
            columns={COLUMNS}
            rows={rows}
            rowKey={(row) => `${row.at} ${row.documentId}`}
            onOpen={setOpen}
          />
        )}
      </Card>
      <Dialog
        open={open !== null}
        onOpenChange={(next) => !next && setOpen(null)}
        title="Rejected ping"
        shape="sheet"
      >
        {open === null ? null : <RejectedPing row={open} />}
      </Dialog>
    </div>
  );
}
