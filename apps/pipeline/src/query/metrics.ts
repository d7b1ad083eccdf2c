import { Counter, Gauge, Histogram, type Registry } from "@headwater/runtime";

/** The metrics of the query role. */
export interface QueryMetrics {
  readonly ended: Counter<"state">;
  readonly cacheHits: Counter;
  readonly firstRows: Histogram;
  readonly total: Histogram;
}

const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2, 5, 15, 60];

/** Registers the metrics; `running` and `ready` are called when somebody reads the metrics. */
export function openQueryMetrics(
  registry: Registry,
  now: { running(): number; ready(): number },
): QueryMetrics {
  const registers = [registry];
  new Gauge({
    name: "headwater_query_running",
    help: "Executions that are running",
    registers,
    collect() {
      this.set(now.running());
    },
  });
  new Gauge({
    name: "headwater_query_workers_ready",
    help: "Warm workers that wait for a statement",
    registers,
    collect() {
      this.set(now.ready());
    },
  });
  return {
    ended: new Counter({
      name: "headwater_query_executions_total",
      help: "Executions by final state",
      labelNames: ["state"],
      registers,
    }),
    cacheHits: new Counter({
      name: "headwater_query_cache_hits_total",
      help: "Executions answered from a stored result",
      registers,
    }),
    firstRows: new Histogram({
      name: "headwater_query_first_rows_seconds",
      help: "Time from queued to first rows",
      buckets: SECONDS,
      registers,
    }),
    total: new Histogram({
      name: "headwater_query_total_seconds",
      help: "Time from queued to the end",
      buckets: SECONDS,
      registers,
    }),
  };
}
