"use client";
import { formatDuration } from "@headwater/domain/format";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { parseAsInteger, useQueryState } from "nuqs";
import { useApi } from "../../shell/api.tsx";
import { Card } from "../../ui/controls/card.tsx";
import { Segmented } from "../../ui/controls/segmented.tsx";
import { Skeleton } from "../../ui/controls/skeleton.tsx";
import { perStep } from "./arrivals.ts";
import { IdentityBars } from "./identity-bars.tsx";

const POLL_MS = 5000;
const RANGES = [
  { value: "1", label: "1 hour" },
  { value: "6", label: "6 hours" },
  { value: "24", label: "24 hours" },
] as const;

// The plotting library is loaded only where a chart is shown.
const ArrivalsChart = dynamic(
  () => import("./arrivals-chart.tsx").then((module) => module.ArrivalsChart),
  { ssr: false, loading: () => <Skeleton className="h-60" /> },
);

/** Arrivals over time and the accounting identity of the same range. */
export function OverviewTab() {
  const api = useApi();
  const [hours, setHours] = useQueryState("hours", parseAsInteger.withDefault(1));
  const arrivals = useQuery(
    api.pipeline.arrivals.queryOptions({ hours }, { refetchInterval: POLL_MS }),
  );
  const accounting = useQuery(
    api.pipeline.accounting.queryOptions({ hours }, { refetchInterval: POLL_MS }),
  );
  const freshness = useQuery(
    api.pipeline.freshness.queryOptions(undefined, { refetchInterval: POLL_MS }),
  );
  const p95 = freshness.data?.p95Ms ?? null;
  const range = (
    <Segmented
      label="Range"
      value={String(hours) as (typeof RANGES)[number]["value"]}
      options={RANGES}
      onChange={(next) => void setHours(Number(next))}
    />
  );
  return (
    <div className="flex flex-col gap-4">
      <Card
        title="Arrivals"
        note={`accepted pings ${perStep(arrivals.data?.stepMinutes ?? 1)}, by type; times in UTC`}
        actions={range}
      >
        {arrivals.data === undefined ? (
          <Skeleton className="h-60" />
        ) : (
          <ArrivalsChart arrivals={arrivals.data} />
        )}
      </Card>
      <Card title="Outcomes" note={freshnessNote(p95)}>
        {accounting.data === undefined ? (
          <Skeleton className="h-24" />
        ) : (
          <IdentityBars total={accounting.data.total} />
        )}
      </Card>
    </div>
  );
}

function freshnessNote(p95: number | null): string {
  return p95 === null
    ? "nothing landed in the last 5 minutes"
    : `95% queryable within ${formatDuration(p95)}`;
}
