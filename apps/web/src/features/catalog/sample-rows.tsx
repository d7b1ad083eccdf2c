"use client";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../shell/api.tsx";
import { Banner } from "../../ui/controls/banner.tsx";
import { Card } from "../../ui/controls/card.tsx";
import { SimpleTable } from "../../ui/controls/simple-table.tsx";
import { Skeleton } from "../../ui/controls/skeleton.tsx";

interface SampleRowsProps {
  readonly namespace: string;
  readonly name: string;
  readonly isEmpty: boolean;
  /** Says which rows the sample shows. */
  readonly note: string;
}

/** A card with a few of the newest rows of a table. */
export function SampleRows({ namespace, name, isEmpty, note }: SampleRowsProps) {
  const api = useApi();
  const { data, error } = useQuery(
    api.catalog.sample.queryOptions(
      { namespace, name },
      { enabled: !isEmpty, trpc: { context: { unbatched: true } } },
    ),
  );
  const rows = (data?.rows ?? []).map((row, index) => ({ key: String(index), row }));
  return (
    <Card title="Sample" note={note} flush>
      {isEmpty ? (
        <p className="px-4 pb-4 text-text-2">
          No rows yet. Rows appear seconds after the first document of this type is accepted.
        </p>
      ) : null}
      {error === null ? null : (
        <div className="px-4 pb-4">
          <Banner tone="bad">{error.message}</Banner>
        </div>
      )}
      {data === undefined && error === null && !isEmpty ? (
        <Skeleton className="mx-4 mb-4 h-40" />
      ) : null}
      {rows.length > 0 && data !== undefined ? (
        <SimpleTable
          label="Sample rows"
          columns={data.columns.map((column, index) => ({
            name: column.name,
            render: ({ row }: { row: readonly unknown[] }) => <Cell value={row[index]} />,
            ...(column.kind === "number" ? { align: "right" as const } : {}),
          }))}
          rows={rows}
          rowKey={({ key }) => key}
        />
      ) : null}
    </Card>
  );
}

function Cell({ value }: { readonly value: unknown }) {
  if (value === null || value === undefined)
    return <span className="text-12 text-text-3">NULL</span>;
  return (
    <span className="font-mono text-12">
      {typeof value === "object" ? JSON.stringify(value) : String(value)}
    </span>
  );
}
