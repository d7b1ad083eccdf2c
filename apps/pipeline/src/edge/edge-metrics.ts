import type { LogEvent } from "@headwater/log";
import { Counter, Gauge, Histogram, type Registry } from "@headwater/runtime";
import type { Intake } from "./intake.ts";

/**
 * Largest number of series of one counter. Further namespaces are counted as `other`, because
 * clients choose the namespace freely.
 */
const MAX_SERIES = 1000;

export interface EdgeMetrics {
  /** Counts one answered request; the namespace is empty unless the request is a submission. */
  answered(status: number, namespace: string): void;
  observe(event: LogEvent): void;
}

/**
 * Opens the metrics of the edge. Answers are counted in a plain map, which is copied to the counter
 * when somebody reads the metrics, because the counting happens on every request.
 */
export function openEdgeMetrics(registry: Registry, intake: Intake): EdgeMetrics {
  const counts = new Map<string, number>();
  new Counter({
    name: "headwater_edge_requests_total",
    help: "Requests answered, by status and namespace",
    labelNames: ["status", "namespace"],
    registers: [registry],
    collect() {
      this.reset();
      for (const [key, count] of counts) this.inc(labels(key), count);
    },
  });
  new Gauge({
    name: "headwater_edge_in_flight_bytes",
    help: "Bytes of submissions that are not durable yet",
    registers: [registry],
    collect() {
      this.set(intake.bytes);
    },
  });
  return {
    answered: (status, namespace) => {
      const exact = `${status} ${namespace}`;
      const key = counts.has(exact) || counts.size < MAX_SERIES - 60 ? exact : `${status} other`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    observe: logMetrics(registry),
  };
}

function labels(key: string): { status: string; namespace: string } {
  const [status = "", namespace = ""] = key.split(" ");
  return { status, namespace };
}

function logMetrics(registry: Registry): (event: LogEvent) => void {
  const registers = [registry];
  const records = new Histogram({
    name: "headwater_log_batch_records",
    help: "Records that shared one fdatasync",
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 1024, 4096],
    registers,
  });
  const syncs = new Histogram({
    name: "headwater_log_fdatasync_seconds",
    help: "Time of one fdatasync",
    buckets: [0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2],
    registers,
  });
  const bytes = new Counter({
    name: "headwater_log_bytes_total",
    help: "Bytes appended",
    registers,
  });
  const failures = new Counter({
    name: "headwater_log_failures_total",
    help: "Batches that could not be made durable",
    registers,
  });
  return (event) => {
    if (event.kind === "failed") failures.inc();
    if (event.kind !== "batch") return;
    records.observe(event.records);
    syncs.observe(event.syncMs / 1000);
    bytes.inc(event.bytes);
  };
}
