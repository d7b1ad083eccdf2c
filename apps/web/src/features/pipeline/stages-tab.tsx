"use client";
import { detailText, type StageInstance, sortDetails } from "@headwater/domain/stages";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "../../shell/api.tsx";
import { Banner } from "../../ui/controls/banner.tsx";
import { Card } from "../../ui/controls/card.tsx";
import { KeyValues } from "../../ui/controls/key-values.tsx";
import { Skeleton } from "../../ui/controls/skeleton.tsx";
import { StatusDot } from "../../ui/controls/status-dot.tsx";
import { TimeStamp } from "../../ui/controls/time-stamp.tsx";
import { inFlowOrder, instanceView, titleOfInstance } from "./stage-view.ts";

const SANDBOX = {
  bubblewrap: {
    tone: "good",
    text: "Every SQL statement runs in a bubblewrap sandbox: no network, read-only lake, no other files.",
  },
  unshare: {
    tone: "warn",
    text: "SQL workers run without network but could read this machine's files if the engine had a security hole: install bubblewrap.",
  },
  process: {
    tone: "warn",
    text: "SQL workers are not isolated; they are only separate processes on this machine: install bubblewrap to isolate them.",
  },
} as const;

/** Every process with its last report, and the sandbox of the analysts' SQL. */
export function StagesTab() {
  const api = useApi();
  const { data } = useQuery(api.pipeline.stages.queryOptions(undefined, { refetchInterval: 2000 }));
  if (data === undefined) return <Skeleton className="h-60" />;
  const sandbox = data.sandbox === null ? null : SANDBOX[data.sandbox as keyof typeof SANDBOX];
  return (
    <div className="flex flex-col gap-4">
      {sandbox === null || sandbox === undefined ? (
        <Banner tone="warn">
          The query role does not answer. SQL statements wait in the queue until the role is back.
        </Banner>
      ) : (
        <Banner tone={sandbox.tone}>{[sandbox.text, ...data.notes].join(" ")}</Banner>
      )}
      <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
        {inFlowOrder(data.stages).map((instance) => (
          <InstanceCard
            key={instance.instance}
            instance={instance}
            title={titleOfInstance(instance, data.stages)}
            now={data.now}
          />
        ))}
      </div>
    </div>
  );
}

interface InstanceCardProps {
  readonly instance: StageInstance;
  readonly title: string;
  readonly now: Date;
}

/** One process of a stage: its state, everything that it reports, and the machine it runs on. */
function InstanceCard({ instance, title, now }: InstanceCardProps) {
  const { details, host, pid, metricsPort, startedAt, at } = instance;
  const view = instanceView(instance, now);
  const reported = sortDetails(details).map((one) => [one.label, detailText(one, now)] as const);
  const process: readonly (readonly [string, string])[] = [
    ["Process", `${pid} on ${host}`],
    ["Metrics port", metricsPort === null ? "–" : String(metricsPort)],
  ];
  return (
    <Card title={title} actions={<StatusDot tone={view.tone} word={view.word} />}>
      <KeyValues values={[...reported, ...process]} />
      <p className="mt-3 text-12 text-text-3">
        started <TimeStamp at={startedAt} />, last report <TimeStamp at={at} />
      </p>
    </Card>
  );
}
