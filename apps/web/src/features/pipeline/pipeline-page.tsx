"use client";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { PageHeader } from "../../ui/controls/page-header.tsx";
import { Tabs } from "../../ui/controls/tabs.tsx";
import { Page } from "../../ui/layout/page.tsx";
import { LiveTab } from "./live-tab.tsx";
import { OverviewTab } from "./overview-tab.tsx";
import { RejectedTab } from "./rejected-tab.tsx";
import { StageRowStrip } from "./stage-strip.tsx";
import { StagesTab } from "./stages-tab.tsx";
import { TypesTab } from "./types-tab.tsx";

const TABS = ["overview", "live", "rejected", "types", "stages"] as const;

/** The page of the pipeline: arrivals, outcomes, rejected pings and the state of the stages. */
export function PipelinePage({ mayReadPings }: { readonly mayReadPings: boolean }) {
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("overview"));
  return (
    <Page>
      <PageHeader title="Pipeline">
        Every accepted ping ends in exactly one place: live, rejected, duplicate or dropped.
      </PageHeader>
      <StageRowStrip />
      <div className="mt-5">
        <Tabs
          label="Pipeline"
          value={tab}
          onChange={(next) => void setTab(next)}
          tabs={[
            { value: "overview", label: "Overview", content: <OverviewTab /> },
            { value: "live", label: "Live", content: <LiveTab mayRead={mayReadPings} /> },
            {
              value: "rejected",
              label: "Rejected",
              content: <RejectedTab mayRead={mayReadPings} />,
            },
            { value: "types", label: "Types", content: <TypesTab /> },
            { value: "stages", label: "Stages", content: <StagesTab /> },
          ]}
        />
      </div>
    </Page>
  );
}
