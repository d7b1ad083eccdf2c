"use client";
import { formatCount } from "@headwater/domain/format";
import { useQuery } from "@tanstack/react-query";
import { Inbox } from "lucide-react";
import { useState } from "react";
import { useApi } from "../../shell/api.tsx";
import { Card } from "../../ui/controls/card.tsx";
import { EmptyState } from "../../ui/controls/empty-state.tsx";
import { SimpleTable, type TableColumn } from "../../ui/controls/simple-table.tsx";
import { Skeleton } from "../../ui/controls/skeleton.tsx";
import type { Accounting } from "./pipeline-types.ts";

type Identity = Accounting["total"];
const HOURS = 24;

const figures = <T extends Identity>(): TableColumn<T>[] => [
  { name: "Accepted", align: "right", render: ({ accepted }) => formatCount(accepted) },
  { name: "Live", align: "right", render: ({ live }) => formatCount(live) },
  {
    name: "Rejected",
    align: "right",
    render: ({ rejected }) => <Few count={rejected} className="text-bad" />,
  },
  { name: "Duplicate", align: "right", render: ({ duplicate }) => <Few count={duplicate} /> },
  { name: "Dropped", align: "right", render: ({ dropped }) => <Few count={dropped} /> },
];

/** A count that is nearly always zero: zeros are grey, so that other counts stand out. */
function Few({ count, className = "" }: { readonly count: number; readonly className?: string }) {
  return <span className={count === 0 ? "text-text-3" : className}>{formatCount(count)}</span>;
}

/** The accounting by document type, and by minute for the chosen type. */
export function TypesTab() {
  const api = useApi();
  const [type, setType] = useState<string | null>(null);
  const { data } = useQuery(
    api.pipeline.accounting.queryOptions({ hours: HOURS }, { refetchInterval: 5000 }),
  );
  const minutes = useQuery(api.pipeline.minutes.queryOptions({ type }, { refetchInterval: 5000 }));
  if (data === undefined) return <Skeleton className="h-60" />;
  if (data.types.length === 0)
    return <EmptyState icon={<Inbox />} title="Nothing was accepted in the last 24 hours" />;
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <Card title="By type" note="last 24 hours; choose one to see its minutes" flush>
        <SimpleTable
          label="Types"
          columns={[
            {
              name: "Type",
              render: (row) => <span className="font-mono text-12">{row.type}</span>,
            },
            ...figures<(typeof data.types)[number]>(),
          ]}
          rows={data.types}
          rowKey={(row) => row.type}
          onOpen={(row) => setType(row.type === type ? null : row.type)}
          selected={type}
        />
      </Card>
      <Card title="By minute" note={type ?? "all types"} flush>
        <SimpleTable
          label="Minutes"
          columns={[
            {
              name: "Minute (UTC)",
              render: (row) => (
                <span className="tabular">
                  {row.minute.toISOString().slice(0, 16).replace("T", " ")}
                </span>
              ),
            },
            ...figures<Identity & { minute: Date }>(),
          ]}
          rows={minutes.data ?? []}
          rowKey={(row) => row.minute.toISOString()}
        />
      </Card>
    </div>
  );
}
