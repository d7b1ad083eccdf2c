"use client";
import { formatShort } from "@headwater/domain/format";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { cx } from "../ui/controls/class-names.ts";
import { useApi } from "./api.tsx";

const POLL_MS = 3000;

/** Pings a second over the last ten seconds; a grey dot when nothing arrives. */
export function LiveRate({ isFolded }: { readonly isFolded: boolean }) {
  const api = useApi();
  const { data } = useQuery(
    api.pipeline.rate.queryOptions(undefined, { refetchInterval: POLL_MS }),
  );
  const perSecond = data?.perSecond ?? 0;
  const text = data === undefined ? "…" : `${formatShort(Math.round(perSecond * 10) / 10)} pings/s`;
  return (
    <Link
      href="/pipeline"
      aria-label={`Arriving: ${text}`}
      className={cx(
        "flex h-8 items-center gap-2.5 rounded-control px-2 text-12 text-text-2 hover:bg-surface-2",
        isFolded && "justify-center",
      )}
    >
      <span
        aria-hidden
        className={cx(
          "mx-1 size-2 shrink-0 rounded-full",
          perSecond > 0 ? "bg-good" : "bg-line-strong",
        )}
      />
      {isFolded ? null : <span className="tabular">{text}</span>}
    </Link>
  );
}
