"use client";
import { formatBytes } from "@headwater/domain/format";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../shell/api.tsx";
import { Badge } from "../../ui/controls/badge.tsx";
import { Banner } from "../../ui/controls/banner.tsx";
import { CodeBlock } from "../../ui/controls/code-block.tsx";
import { KeyValues } from "../../ui/controls/key-values.tsx";
import { Skeleton } from "../../ui/controls/skeleton.tsx";
import type { RejectedPingBody, RejectedRow } from "./pipeline-types.ts";

/** One rejected ping: the reason of the rejection and the body as it was sent. */
export function RejectedPing({ row }: { readonly row: RejectedRow }) {
  const api = useApi();
  const { data, error } = useQuery(
    api.pipeline.rejectedPing.queryOptions(
      { at: row.at, documentId: row.documentId },
      { trpc: { context: { unbatched: true } } },
    ),
  );
  return (
    <div className="flex flex-col gap-4">
      <Banner tone="bad">{row.errorMessage}</Banner>
      <KeyValues
        values={[
          ["Stage", row.stage],
          ["Reason", row.errorType],
          ["Accepted", `${row.at} UTC`],
          [
            "Type",
            row.namespace === null ? null : [row.namespace, row.docType, row.docVersion].join("/"),
          ],
          ["Document id", row.documentId],
          ...Object.entries(data?.metadata ?? {}),
        ]}
      />
      {error === null ? null : <Banner tone="bad">{error.message}</Banner>}
      {data === undefined && error === null ? <Skeleton className="h-60" /> : null}
      {data === null ? <Banner tone="warn">This ping is no longer in the table.</Banner> : null}
      {data ? <Body ping={data} /> : null}
    </div>
  );
}

function Body({ ping }: { readonly ping: NonNullable<RejectedPingBody> }) {
  return (
    <div>
      <div className="mb-2 flex items-center gap-2">
        <h3 className="font-semibold">Body as sent</h3>
        <span className="text-12 text-text-3">{formatBytes(ping.sizeBytes)}</span>
        {ping.compressed ? <Badge>gzip, shown inflated</Badge> : null}
        {ping.encoding === "hex" ? <Badge tone="warn">not text</Badge> : null}
      </div>
      <CodeBlock
        label="Body"
        text={ping.encoding === "json" ? pretty(ping.payload) : ping.payload}
      />
    </div>
  );
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
