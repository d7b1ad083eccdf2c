"use client";
import { formatBytes, formatCount } from "@headwater/domain/format";
import { useQuery } from "@tanstack/react-query";
import { SquareTerminal, Table2 } from "lucide-react";
import Link from "next/link";
import { useApi } from "../../shell/api.tsx";
import { Banner } from "../../ui/controls/banner.tsx";
import { buttonClass } from "../../ui/controls/button.tsx";
import { EmptyState } from "../../ui/controls/empty-state.tsx";
import { PageHeader } from "../../ui/controls/page-header.tsx";
import { Skeleton } from "../../ui/controls/skeleton.tsx";
import { StatTile } from "../../ui/controls/stat-tile.tsx";
import { Page } from "../../ui/layout/page.tsx";
import type { TableDetail } from "./catalog-types.ts";
import { ColumnTree } from "./column-tree.tsx";
import { PartitionStrip } from "./partition-strip.tsx";
import { SampleRows } from "./sample-rows.tsx";

interface TablePageProps {
  readonly namespace: string;
  readonly name: string;
  /** True for a person who writes SQL: only then does the page offer to open the editor. */
  readonly canWrite: boolean;
}

/** The page of one table: its columns, its partitions, a few rows, and a link to the editor. */
export function TablePage({ namespace, name, canWrite }: TablePageProps) {
  const api = useApi();
  const { data, error } = useQuery(api.catalog.table.queryOptions({ namespace, name }));
  return (
    <Page>
      <nav aria-label="Breadcrumb" className="mb-1 text-12 text-text-2">
        <Link href="/catalog" className="hover:underline">
          Catalog
        </Link>{" "}
        / {namespace}
      </nav>
      <PageHeader
        title={`${namespace}.${name}`}
        actions={
          data === null || !canWrite ? null : (
            <Link
              href={`/sql?sql=${encodeURIComponent(firstStatement(`${namespace}.${name}`, data))}`}
              className={buttonClass("primary")}
            >
              <SquareTerminal aria-hidden className="size-4" />
              Open in SQL
            </Link>
          )
        }
      >
        {aboutTable(data)}
      </PageHeader>
      {error === null ? null : <Banner tone="bad">{error.message}</Banner>}
      {data === undefined && error === null ? <Skeleton className="h-96" /> : null}
      {data === null ? (
        <EmptyState
          icon={<Table2 />}
          title={`There is no table ${namespace}.${name}`}
          action={
            <Link href="/catalog" className={buttonClass("plain")}>
              All tables
            </Link>
          }
        />
      ) : null}
      {data ? <Detail table={data} /> : null}
    </Page>
  );
}

/** The statement that the editor opens with: the newest rows, read from few files. */
function firstStatement(table: string, detail: TableDetail | null | undefined): string {
  const newest =
    detail?.isComputed === true
      ? "ORDER BY minute DESC"
      : "WHERE submission_date >= current_date - 7";
  return `SELECT *\nFROM ${table}\n${newest}\nLIMIT 100`;
}

function aboutTable(table: TableDetail | null | undefined): string {
  if (table === undefined || table === null) return "";
  const alias = table.alias === null ? "" : ` Also called ${table.alias}, the newest version.`;
  return `${table.description ?? (table.docType === null ? "A table of the pipeline." : `Documents of type ${table.docType}, version ${table.version}.`)}${alias}`;
}

function Detail({ table }: { readonly table: TableDetail }) {
  const { namespace, name, isComputed } = table;
  return (
    <div className="flex flex-col gap-4">
      {isComputed ? null : <Extent table={table} />}
      <ColumnTree columns={table.columns} />
      <SampleRows
        namespace={namespace}
        name={name}
        isEmpty={table.rows === 0 && !isComputed}
        note={isComputed ? "newest minutes" : "newest partition"}
      />
    </div>
  );
}

/** The size of a table and the time of its newest data. */
function Extent({ table }: { readonly table: TableDetail }) {
  const { newest } = table;
  return (
    <>
      <div className="grid grid-cols-2 gap-4 lg:grid-cols-4">
        <StatTile label="Rows" value={formatCount(table.rows)} trend={table.days} />
        <StatTile label="Size" value={formatBytes(table.sizeBytes)} note="compressed Parquet" />
        <StatTile
          label="Files"
          value={formatCount(table.files)}
          note={`${table.partitions.length} days`}
        />
        <StatTile
          label="Newest data"
          value={newest === null ? "–" : newest.toISOString().slice(11, 16)}
          note={newest === null ? "no rows yet" : `${newest.toISOString().slice(0, 10)} UTC`}
        />
      </div>
      <PartitionStrip partitions={table.partitions} />
    </>
  );
}
