"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { FileJson, Search, Upload } from "lucide-react";
import { useQueryState } from "nuqs";
import { useState } from "react";
import { useApi } from "../../shell/api.tsx";
import { Badge } from "../../ui/controls/badge.tsx";
import { Banner } from "../../ui/controls/banner.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Card } from "../../ui/controls/card.tsx";
import { Dialog } from "../../ui/controls/dialog.tsx";
import { EmptyState } from "../../ui/controls/empty-state.tsx";
import { TextField } from "../../ui/controls/field.tsx";
import { SimpleTable, type TableColumn } from "../../ui/controls/simple-table.tsx";
import { Skeleton } from "../../ui/controls/skeleton.tsx";
import { TimeStamp } from "../../ui/controls/time-stamp.tsx";
import { AdminFrame } from "./admin-frame.tsx";
import type { SchemaRow } from "./admin-types.ts";
import { ImportDialog } from "./import-dialog.tsx";
import { SchemaDetail } from "./schema-detail.tsx";

const COLUMNS: readonly TableColumn<SchemaRow>[] = [
  {
    name: "Document type",
    render: (row) => <span className="font-mono text-12">{`${row.namespace}/${row.docType}`}</span>,
  },
  { name: "Version", align: "right", render: (row) => row.version },
  { name: "Revision", align: "right", render: (row) => row.revision },
  {
    name: "From",
    render: (row) => (row.origin === "demo" ? <Badge tone="accent">demo</Badge> : "import"),
  },
  { name: "Changed", render: (row) => <TimeStamp at={row.updatedAt} /> },
];

const keyOf = (row: { namespace: string; docType: string; version: number }) =>
  `${row.namespace}/${row.docType}/${row.version}`;

/** The page that lists, shows and imports document schemas. */
export function SchemasPage() {
  const api = useApi();
  const queryClient = useQueryClient();
  const [filter, setFilter] = useQueryState("q", { defaultValue: "" });
  const [open, setOpen] = useQueryState("schema");
  const [isImporting, setImporting] = useState(false);
  const { data, error } = useQuery(api.admin.schemas.queryOptions());
  const shown = (data ?? []).filter((row) =>
    keyOf(row).toLowerCase().includes(filter.toLowerCase()),
  );
  const chosen = data?.find((row) => keyOf(row) === open);
  return (
    <AdminFrame
      section="/admin/schemas"
      title="Schemas"
      about="Each version of a document type has a JSON Schema and a table. A version accepts only changes that add fields."
      actions={
        <Button
          kind="primary"
          icon={<Upload className="size-4" />}
          onClick={() => setImporting(true)}
        >
          Import schemas
        </Button>
      }
    >
      {error === null ? null : <Banner tone="bad">{error.message}</Banner>}
      <Card flush>
        <div className="p-3">
          <TextField
            label="Filter schemas"
            hideLabel
            placeholder="Filter schemas"
            icon={<Search />}
            value={filter}
            onChange={(event) => void setFilter(event.target.value || null)}
            className="tablet:max-w-80"
          />
        </div>
        {data === undefined ? <Skeleton className="m-3 h-64" /> : null}
        {shown.length > 0 ? (
          <SimpleTable
            label="Schemas"
            columns={COLUMNS}
            rows={shown}
            rowKey={keyOf}
            onOpen={(row) => void setOpen(keyOf(row))}
          />
        ) : null}
        {data !== undefined && shown.length === 0 ? (
          <EmptyState
            icon={<FileJson />}
            title={filter === "" ? "No schemas yet" : `No schema matches "${filter}"`}
          >
            {filter === "" ? (
              <>
                Import a folder laid out as{" "}
                <code className="block py-1 font-mono text-12 break-all">
                  {"<namespace>/<type>/<type>.<version>.schema.json"}
                </code>
                From then on, documents of these types land in tables.
              </>
            ) : null}
          </EmptyState>
        ) : null}
      </Card>
      <ImportDialog
        open={isImporting}
        onOpenChange={setImporting}
        onDone={() => void queryClient.invalidateQueries()}
      />
      <Dialog
        open={chosen !== undefined}
        onOpenChange={(next) => !next && void setOpen(null)}
        title={open ?? ""}
        shape="sheet"
      >
        {chosen === undefined ? null : <SchemaDetail name={chosen} />}
      </Dialog>
    </AdminFrame>
  );
}
