import { Counter, Gauge, Histogram } from "@headwater/runtime";
import type { RoleContext } from "../role-context.ts";
import type { CommitBatch } from "./commit-batch.ts";
import type { Landed } from "./land-batch.ts";
import type { LoopEvents } from "./loader-loop.ts";

/** Opens the loader's metrics; their names must not change, because alerts use them. */
export function openLoaderMetrics({ clock, metrics }: Pick<RoleContext, "clock" | "metrics">) {
  const registers = [metrics];
  const records = new Counter({
    name: "headwater_loader_records_total",
    help: "Submissions decided, by topic and outcome",
    labelNames: ["topic", "outcome"],
    registers,
  });
  const commits = new Counter({
    name: "headwater_loader_commits_total",
    help: "Commits into the lake",
    registers,
  });
  const files = new Counter({
    name: "headwater_loader_files_total",
    help: "Parquet files landed",
    registers,
  });
  const skipped = new Counter({
    name: "headwater_loader_skipped_total",
    help: "Log records skipped because their bytes were damaged",
    labelNames: ["topic"],
    registers,
  });
  const lag = new Gauge({
    name: "headwater_loader_lag_records",
    help: "Records in the log that are not yet decided",
    labelNames: ["topic"],
    registers,
  });
  const freshness = new Histogram({
    name: "headwater_loader_freshness_seconds",
    help: "Time from acceptance to queryable, for the oldest row of a commit",
    buckets: [0.5, 1, 2, 3, 5, 10, 30, 60, 300],
    registers,
  });
  const tooSlow = new Counter({
    name: "headwater_loader_too_slow_total",
    help: "Documents rejected because deciding them took too long",
    registers,
  });
  const observe: LoopEvents = {
    decided: (topic, outcome) => records.inc({ topic, outcome }),
    skipped: (topic, count) => skipped.inc({ topic }, count),
    landed(_batch: CommitBatch, landed: Landed, submissions) {
      commits.inc();
      files.inc(landed.files.length);
      const oldest = submissions[0];
      if (oldest !== undefined) freshness.observe(clock.now().getTime() / 1000 - oldest / 1e6);
    },
  };
  return {
    observe,
    setLag: (topic: string, value: number) => lag.set({ topic }, value),
    tooSlow: () => tooSlow.inc(),
  };
}
