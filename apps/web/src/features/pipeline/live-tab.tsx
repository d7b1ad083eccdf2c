"use client";
import { formatBytes } from "@headwater/domain/format";
import { useQuery } from "@tanstack/react-query";
import { Pause, Play, Radio } from "lucide-react";
import { useQueryState } from "nuqs";
import { useState } from "react";
import { useApi } from "../../shell/api.tsx";
import { Badge } from "../../ui/controls/badge.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Card } from "../../ui/controls/card.tsx";
import { CodeBlock } from "../../ui/controls/code-block.tsx";
import { Dialog } from "../../ui/controls/dialog.tsx";
import { EmptyState } from "../../ui/controls/empty-state.tsx";
import { TextField } from "../../ui/controls/field.tsx";
import { KeyValues } from "../../ui/controls/key-values.tsx";
import { SimpleTable, type TableColumn } from "../../ui/controls/simple-table.tsx";
import { Skeleton } from "../../ui/controls/skeleton.tsx";
import { NoRight } from "./no-right.tsx";
import type { TailRow } from "./pipeline-types.ts";

const POLL_MS = 1000;
const TONES = { live: "good", rejected: "bad", duplicate: "neutral", dropped: "neutral" } as const;

const COLUMNS: readonly TableColumn<TailRow>[] = [
  {
    name: "Time (UTC)",
    render: ({ at }) => <span className="tabular">{at.toISOString().slice(11, 19)}</span>,
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
  {
    name: "Outcome",
    render: ({ outcome }) => (
      <Badge tone={TONES[outcome as keyof typeof TONES] ?? "neutral"}>{outcome}</Badge>
    ),
  },
  { name: "Debug id", render: ({ debugId }) => debugId ?? <span className="text-text-3">–</span> },
  { name: "Size", align: "right", render: ({ sizeBytes }) => formatBytes(sizeBytes) },
  {
    name: "Document",
    render: ({ reason, preview }) => (
      <span className="font-mono text-12 text-text-2">{reason ?? preview}</span>
    ),
  },
];

/** The newest documents with their outcomes. A document with a debug id is never left out. */
export function LiveTab({ mayRead }: { readonly mayRead: boolean }) {
  const api = useApi();
  const [debugId, setDebugId] = useQueryState("debug", { defaultValue: "" });
  const [type, setType] = useQueryState("type", { defaultValue: "" });
  const [isPaused, setPaused] = useState(false);
  const [shown, setShown] = useState<TailRow | null>(null);
  const { data } = useQuery(
    api.pipeline.tail.queryOptions(
      { after: null, debugId, type },
      {
        refetchInterval: isPaused ? false : POLL_MS,
        enabled: mayRead,
        placeholderData: (previous) => previous,
      },
    ),
  );
  if (!mayRead) return <NoRight />;
  return (
    <Card flush>
      <div className="flex flex-wrap items-end gap-3 p-3">
        <TextField
          label="Debug id"
          value={debugId}
          onChange={(event) => void setDebugId(event.target.value.trim() || null)}
          placeholder="any"
          className="w-44 max-tablet:w-[calc(50%-6px)]"
        />
        <TextField
          label="Type"
          value={type}
          onChange={(event) => void setType(event.target.value || null)}
          placeholder="any"
          className="w-52 max-tablet:w-[calc(50%-6px)]"
        />
        <Button
          icon={isPaused ? <Play className="size-4" /> : <Pause className="size-4" />}
          onClick={() => setPaused(!isPaused)}
        >
          {isPaused ? "Resume" : "Pause"}
        </Button>
      </div>
      {data === undefined ? (
        <Skeleton className="m-3 h-80" />
      ) : (
        <TailTable
          rows={data}
          isFiltered={debugId !== "" || type !== ""}
          onOpen={setShown}
          onClear={() => {
            void setDebugId(null);
            void setType(null);
          }}
        />
      )}
      <Dialog
        open={shown !== null}
        onOpenChange={(open) => !open && setShown(null)}
        title="Document"
        shape="sheet"
      >
        {shown === null ? null : <TailDetail row={shown} />}
      </Dialog>
    </Card>
  );
}

interface TailTableProps {
  readonly rows: readonly TailRow[];
  readonly isFiltered: boolean;
  readonly onOpen: (row: TailRow) => void;
  readonly onClear: () => void;
}

function TailTable({ rows, isFiltered, onOpen, onClear }: TailTableProps) {
  if (rows.length > 0)
    return (
      <SimpleTable
        label="Newest documents"
        columns={COLUMNS}
        rows={rows}
        rowKey={(row) => row.id}
        onOpen={onOpen}
      />
    );
  if (isFiltered)
    return (
      <EmptyState
        icon={<Radio />}
        title="No recent document matches."
        action={<Button onClick={onClear}>Clear filters</Button>}
      >
        A matching document shows up here within two seconds of being accepted. A debug id is the
        text that the client sends in the header{" "}
        <span className="whitespace-nowrap">X-Debug-ID</span>.
      </EmptyState>
    );
  return (
    <EmptyState icon={<Radio />} title="No documents yet">
      A document shows up here within two seconds of being accepted. Send a document with the header{" "}
      <span className="whitespace-nowrap">X-Debug-ID</span> to find it by its debug id.
    </EmptyState>
  );
}

function TailDetail({ row }: { readonly row: TailRow }) {
  return (
    <div className="flex flex-col gap-4">
      <KeyValues
        values={[
          ["Accepted", `${row.at.toISOString()}`],
          ["Type", [row.namespace, row.docType, row.docVersion].join("/")],
          ["Document id", row.documentId],
          ["Debug id", row.debugId],
          ["Outcome", row.outcome],
          ["Reason", row.reason],
        ]}
      />
      <CodeBlock label="Beginning of the document" text={row.preview} />
    </div>
  );
}
