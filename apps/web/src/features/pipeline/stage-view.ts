import { FLOW, roleOf } from "@headwater/runtime/roles";
import { formatCount, formatDuration, formatShort } from "../../ui/controls/format.ts";

/** A stage as one box of the row: how it does and its two figures. */
export interface StageView {
  readonly name: string;
  readonly tone: "good" | "warn" | "bad" | "idle";
  readonly word: string;
  readonly figures: readonly string[];
}

interface StageStatus {
  readonly stage: string;
  readonly state: string;
  readonly at: Date;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Milliseconds without a heartbeat: several must be missing, so that one slow write raises no alarm. */
const SILENT_MS = 10_000;
/** What people call a stage. */
export const nameOfStage = (stage: string): string => roleOf(stage)?.title ?? stage;

/** Stages in the order of the flow; those beside it come last. */
export function inFlowOrder<T extends { readonly stage: string }>(stages: readonly T[]): T[] {
  const placeOf = ({ stage }: T) => {
    const place = FLOW.findIndex((role) => role.name === stage);
    return place < 0 ? FLOW.length : place;
  };
  return stages.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** Reads a heartbeat: a stage that has said nothing for ten seconds is not running, whatever it said last. */
export function stageView(name: string, status: StageStatus | undefined, now: Date): StageView {
  if (status === undefined) return { name, tone: "idle", word: "not started", figures: [] };
  const silentMs = now.getTime() - status.at.getTime();
  if (status.state === "stopped") return { name, tone: "idle", word: "stopped", figures: [] };
  if (silentMs > SILENT_MS)
    return { name, tone: "bad", word: `no sign for ${formatDuration(silentMs)}`, figures: [] };
  const tone = status.state === "running" ? "good" : status.state === "degraded" ? "bad" : "warn";
  return { name, tone, word: status.state, figures: figuresOf(status.details) };
}

function figuresOf(details: Readonly<Record<string, unknown>>): string[] {
  const figures: string[] = [];
  if (typeof details["rate"] === "number") figures.push(`${formatShort(details["rate"])} pings/s`);
  const lag = lagOf(details["lag"]);
  if (lag !== null) figures.push(lag === 0 ? "no lag" : `${formatCount(lag)} behind`);
  if (typeof details["freshnessP95Ms"] === "number")
    figures.push(`95 % within ${formatDuration(details["freshnessP95Ms"])}`);
  if (typeof details["liveFiles"] === "number")
    figures.push(`${formatCount(details["liveFiles"])} files`);
  if (typeof details["port"] === "number") figures.push(`port ${details["port"]}`);
  if (typeof details["running"] === "number") figures.push(`${details["running"]} running`);
  for (const key of ["reason", "log", "message"])
    if (typeof details[key] === "string") figures.unshift(details[key]);
  // A box has room for three; what a stage says first matters most.
  return figures.slice(0, 3);
}

/** Records behind, over all partitions where a stage reads several. */
function lagOf(lag: unknown): number | null {
  if (typeof lag === "number") return lag;
  if (typeof lag !== "object" || lag === null) return null;
  return Object.values(lag).reduce(
    (sum: number, value) => sum + (typeof value === "number" ? value : 0),
    0,
  );
}
