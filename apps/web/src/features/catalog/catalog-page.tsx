"use client";
import { formatBytes, formatCount } from "@headwater/domain/format";
import { useQuery } from "@tanstack/react-query";
import { Database, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useQueryState } from "nuqs";
import { useState } from "react";
import { useApi } from "../../shell/api.tsx";
import { Banner } from "../../ui/controls/banner.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Card } from "../../ui/controls/card.tsx";
import { EmptyState } from "../../ui/controls/empty-state.tsx";
import { TextField } from "../../ui/controls/field.tsx";
import { PageHeader } from "../../ui/controls/page-header.tsx";
import { SimpleTable, type TableColumn } from "../../ui/controls/simple-table.tsx";
import { Skeleton } from "../../ui/controls/skeleton.tsx";
import { Sparkline } from "../../ui/controls/sparkline.tsx";
import { TimeStamp } from "../../ui/controls/time-stamp.tsx";
import { Page } from "../../ui/layout/page.tsx";
import type { TableSummary } from "./catalog-types.ts";

const NONE = <span className="text-text-3">–</span>;

const COLUMNS: readonly TableColumn<TableSummary>[] = [
  {
    name: "Table",
    render: ({ namespace, name }) => (
      <span className="font-mono text-12">{`${namespace}.${name}`}</span>
    ),
  },
  {
    name: "Rows",
    align: "right",
    render: ({ rows, isComputed }) => (isComputed ? NONE : formatCount(rows)),
  },
  {
    name: "Size",
    align: "right",
    render: ({ sizeBytes, isComputed }) => (isComputed ? NONE : formatBytes(sizeBytes)),
  },
  {
    name: "Newest data",
    render: ({ newest, isComputed }) =>
      newest === null ? (
        <span className="text-text-3">{isComputed ? "computed when read" : "no rows yet"}</span>
      ) : (
        <TimeStamp at={newest} />
      ),
  },
  {
    name: "Rows per day",
    render: ({ days, name, isComputed }) =>
      isComputed ? (
        NONE
      ) : (
        <Sparkline
          values={days}
          label={`Rows of ${name} on each of the last ${days.length} days`}
          className="h-5 w-32"
        />
      ),
  },
];

/** The page of all tables of the lake. */
export function CatalogPage() {
  const api = useApi();
  const [filter, setFilter] = useQueryState("q", { defaultValue: "" });
  const { data, error, refetch } = useQuery(
    api.catalog.tables.queryOptions(undefined, { refetchInterval: 15_000 }),
  );
  return (
    <Page>
      <PageHeader title="Catalog">
        Tables of the lake: one per document type and version.
      </PageHeader>
      {error === null ? null : (
        <Banner
          tone="bad"
          action={
            <Button size="small" onClick={() => void refetch()}>
              Retry
            </Button>
          }
        >
          {error.message}
        </Banner>
      )}
      <Card flush>
        <div className="p-3">
          <TextField
            label="Filter tables"
            hideLabel
            placeholder="Filter tables"
            icon={<Search />}
            value={filter}
            onChange={(event) => void setFilter(event.target.value || null)}
            className="tablet:max-w-80"
          />
        </div>
        {data === undefined ? (
          <Skeleton className="m-3 h-64" />
        ) : (
          <TableList tables={data} filter={filter} clear={() => void setFilter(null)} />
        )}
      </Card>
    </Page>
  );
}

/** A longer list of empty tables is folded; a shorter one is in nobody's way. */
const MOST_UNFOLDED = 3;

/**
 * Splits tables into those with rows (or computed when read) and those without; the order stays.
 */
function byContent(tables: readonly TableSummary[]) {
  const hasRows = ({ rows, isComputed }: TableSummary) => isComputed || rows > 0;
  return [tables.filter(hasRows), tables.filter((table) => !hasRows(table))] as const;
}

interface TableListProps {
  readonly tables: readonly TableSummary[];
  readonly filter: string;
  readonly clear: () => void;
}

function TableList({ tables, filter, clear }: TableListProps) {
  const router = useRouter();
  const [isUnfolded, setUnfolded] = useState(false);
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = tables.filter(({ namespace, name }) =>
    words.every((word) => `${namespace}.${name}`.includes(word)),
  );
  if (shown.length > 0) {
    const [full, empty] = byContent(shown);
    // A fresh import has a hundred empty tables, which are folded away unless no other table was
    // found.
    const areFolded = full.length > 0 && empty.length > MOST_UNFOLDED && words.length === 0;
    return (
      <>
        <SimpleTable
          label="Tables"
          columns={COLUMNS}
          rows={areFolded && !isUnfolded ? full : [...full, ...empty]}
          rowKey={({ namespace, name }) => `${namespace}.${name}`}
          onOpen={({ namespace, name }) => router.push(`/catalog/${namespace}/${name}`)}
        />
        {areFolded ? (
          <div className="border-t border-line p-2">
            <Button kind="quiet" size="small" onClick={() => setUnfolded(!isUnfolded)}>
              {isUnfolded ? "Hide" : "Show"} {formatCount(empty.length)} empty tables
            </Button>
          </div>
        ) : null}
      </>
    );
  }
  if (filter !== "")
    return (
      <EmptyState
        icon={<Database />}
        title={`No table matches "${filter}"`}
        action={<Button onClick={clear}>Clear filter</Button>}
      />
    );
  return (
    <EmptyState icon={<Database />} title="No tables yet">
      A table appears as soon as a document schema is registered in Admin, Schemas.
    </EmptyState>
  );
}
