"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useApi } from "../../shell/api.tsx";
import { Banner } from "../../ui/controls/banner.tsx";
import { CodeBlock } from "../../ui/controls/code-block.tsx";
import { Segmented } from "../../ui/controls/segmented.tsx";
import { Skeleton } from "../../ui/controls/skeleton.tsx";

interface SchemaDetailProps {
  readonly name: { readonly namespace: string; readonly docType: string; readonly version: number };
}

const VIEWS = [
  { value: "columns", label: "Columns" },
  { value: "schema", label: "JSON Schema" },
] as const;

/** One schema: its text and the columns of its table. */
export function SchemaDetail({ name: { namespace, docType, version } }: SchemaDetailProps) {
  const api = useApi();
  const [view, setView] = useState<"columns" | "schema">("columns");
  const { data, error } = useQuery(api.admin.schema.queryOptions({ namespace, docType, version }));
  if (error !== null) return <Banner tone="bad">{error.message}</Banner>;
  if (data === undefined) return <Skeleton className="h-80" />;
  if (data === null) return <Banner tone="warn">This schema is no longer registered.</Banner>;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-text-2">
        Revision {data.revision}. Its documents land in{" "}
        <Link
          href={`/catalog/${data.table.replace(".", "/")}`}
          className="font-mono text-12 text-accent hover:underline"
        >
          {data.table}
        </Link>
        .
      </p>
      <Segmented label="View" value={view} options={VIEWS} onChange={setView} />
      {view === "schema" ? (
        <CodeBlock label="JSON Schema" text={data.schema} />
      ) : (
        <ul aria-label="Columns" className="rounded-card border border-line">
          {data.columns.map((column) => (
            <li
              key={column.path}
              className="flex flex-wrap items-baseline gap-x-3 border-b border-line py-1 pr-3 last:border-b-0"
              style={{ paddingLeft: 12 + column.depth * 16 }}
            >
              <span className="font-mono text-12">{column.name}</span>
              <span className="font-mono text-12 text-text-3">{column.type}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
