"use client";
import { FLOW } from "@headwater/runtime/roles";
import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { useApi } from "../../shell/api.tsx";
import { StatusDot } from "../../ui/controls/status-dot.tsx";
import { stageView } from "./stage-view.ts";

const POLL_MS = 2000;

/** The stages left to right, in the direction of the data, each with its state and figures. */
export function StageRowStrip() {
  const api = useApi();
  const { data } = useQuery(
    api.pipeline.stages.queryOptions(undefined, { refetchInterval: POLL_MS }),
  );
  const now = data?.now ?? new Date();
  return (
    <ol aria-label="Stages" className="grid grid-cols-2 gap-3 lg:grid-cols-4 lg:gap-6">
      {FLOW.map(({ name: stage, title, does }, index) => {
        const instances = data?.stages.filter((one) => one.stage === stage) ?? [];
        const view = stageView(instances, now);
        return (
          <li
            key={stage}
            className="relative min-w-0 rounded-card border border-line bg-surface-1 px-3 py-2.5"
          >
            {index === 0 ? null : (
              <ArrowRight
                aria-hidden
                className="absolute top-1/2 -left-5 size-4 -translate-y-1/2 text-text-3 max-lg:hidden"
              />
            )}
            <div className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className="font-semibold">{title}</span>
              <span className="text-12 text-text-2">
                {data === undefined ? "…" : <StatusDot tone={view.tone} word={view.word} />}
              </span>
            </div>
            <p className="tabular text-12 text-text-3 lg:truncate">
              {view.figures.length > 0 ? <Figures figures={view.figures} /> : does}
            </p>
          </li>
        );
      })}
    </ol>
  );
}

/** Lines break between figures, not within one. */
function Figures({ figures }: { readonly figures: readonly string[] }) {
  return figures.map((figure, index) => (
    <span key={figure}>
      {index === 0 ? null : " "}
      <span className="whitespace-nowrap">
        {figure}
        {index === figures.length - 1 ? null : " ·"}
      </span>
    </span>
  ));
}
