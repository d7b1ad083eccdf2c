import { formatAgo, formatCount, formatDuration } from "../../ui/controls/format.ts";

type Fact = readonly [name: string, text: string];

/** What a stage said with its last heartbeat, in words; what is not known here stands as it was said. */
export function stageFacts(details: Readonly<Record<string, unknown>>, now: Date): Fact[] {
  return Object.entries(details).flatMap(([key, value]) => factsOf(key, value, now));
}

const COUNTS: Readonly<Record<string, string>> = {
  liveFiles: "Live files",
  merged: "Merged in the last round",
  unlinked: "Deleted in the last round",
  damaged: "Damaged files",
};
const TEXTS: Readonly<Record<string, string>> = {
  host: "Address",
  port: "Port",
  metricsPort: "Metrics port",
  sandbox: "Sandbox",
  demo: "Demo",
  reason: "Trouble",
  log: "Trouble",
  message: "Trouble",
};

function factsOf(key: string, value: unknown, now: Date): Fact[] {
  const counted = COUNTS[key];
  if (counted !== undefined) return [[counted, formatCount(Number(value))]];
  if (key === "rate") return [["Taking in", `${formatCount(Number(value))} pings/s`]];
  if (key === "freshnessP95Ms")
    return [["Queryable within", value === null ? "–" : `${formatDuration(Number(value))} (95 %)`]];
  if (key === "lag") return lagFacts(value);
  if (key === "lastCommit") return [["Last commit", commitText(value, now)]];
  // Notes stand above all stages.
  if (key === "notes") return [];
  return [[TEXTS[key] ?? key, typeof value === "object" ? JSON.stringify(value) : String(value)]];
}

function lagFacts(lag: unknown): Fact[] {
  if (typeof lag !== "object" || lag === null) return [["Waiting", String(lag)]];
  return Object.entries(lag).map(([topic, records]) => [
    `Waiting in ${topic}`,
    records === null ? "unknown" : `${formatCount(Number(records))} pings`,
  ]);
}

function commitText(commit: unknown, now: Date): string {
  if (typeof commit !== "object" || commit === null) return "none yet";
  const { id, at } = commit as { id?: unknown; at?: unknown };
  return `number ${String(id)}, ${formatAgo(new Date(String(at)), now)}`;
}
