"use client";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../shell/api.tsx";
import { Banner } from "../../ui/controls/banner.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { PageHeader } from "../../ui/controls/page-header.tsx";
import { Skeleton } from "../../ui/controls/skeleton.tsx";
import { Page } from "../../ui/layout/page.tsx";
import { ArrivingStrip } from "./arriving-strip.tsx";
import { FirstSteps } from "./first-steps.tsx";
import { RecentWork } from "./recent-work.tsx";
import { TodayTiles } from "./today-tiles.tsx";

const POLL_MS = 5000;

/** The first page: arriving documents, first steps and recent work. */
export function HomePage({ role }: { readonly role: string }) {
  const api = useApi();
  const { data, error, refetch } = useQuery(
    api.home.overview.queryOptions(undefined, { refetchInterval: POLL_MS }),
  );
  return (
    <Page>
      <PageHeader title="Home">Arriving pings, their outcomes, and your recent work.</PageHeader>
      {error === null ? null : (
        <div className="mb-4">
          <Banner
            tone={data === undefined ? "bad" : "warn"}
            action={
              <Button size="small" onClick={() => void refetch()}>
                Retry
              </Button>
            }
          >
            {data === undefined
              ? error.message
              : `Showing the last known figures. ${error.message}`}
          </Banner>
        </div>
      )}
      {data === undefined ? (
        <HomeSkeleton />
      ) : (
        <div className="flex flex-col gap-4">
          {data.demo.kind === "loading" ? (
            <Banner>
              The demo's history is being loaded: {data.demo.done} of {data.demo.total} days are
              ready.
            </Banner>
          ) : null}
          <TodayTiles overview={data} />
          <ArrivingStrip types={data.arriving} />
          <div className="grid gap-4 lg:grid-cols-2">
            <FirstSteps overview={data} role={role} />
            <RecentWork overview={data} role={role} />
          </div>
        </div>
      )}
    </Page>
  );
}

function HomeSkeleton() {
  return (
    <div className="flex flex-col gap-4">
      <div className="grid grid-cols-2 gap-4 xl:grid-cols-4">
        {["a", "b", "c", "d"].map((key) => (
          <Skeleton key={key} className="h-29" />
        ))}
      </div>
      <Skeleton className="h-24" />
      <div className="grid gap-4 lg:grid-cols-2">
        <Skeleton className="h-60" />
        <Skeleton className="h-60" />
      </div>
    </div>
  );
}
