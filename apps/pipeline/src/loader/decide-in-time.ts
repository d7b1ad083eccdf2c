import { parseDocumentUri } from "@headwater/domain/pings";
import type { Decision } from "./decision.ts";
import { type Arrival, type Decide, refusalOf } from "./settle.ts";
import type { WithinTime } from "./time-limit.ts";

interface Limits {
  /** Milliseconds for what was read at once. */
  readonly batchMs: number;
  /** Milliseconds for one document alone. */
  readonly documentMs: number;
  /** Milliseconds for one of a type that has been too slow several times of late. */
  readonly suspectMs: number;
}

/** Generous: a slow machine must not make a good document look bad. The largest documents take half a second. */
const LIMITS: Limits = { batchMs: 4000, documentMs: 8000, suspectMs: 500 };
const STRIKES = 2;
const FORGIVEN_AFTER_MS = 600_000;

/** An arrival and what becomes of it. */
export interface Decided {
  readonly arrival: Arrival;
  readonly decision: Decision;
}

export interface DecideInTimeOptions {
  readonly decide: Decide;
  readonly within: WithinTime;
  readonly now: () => number;
  readonly onTooSlow: (type: string) => void;
  readonly limits?: Limits;
}

/**
 * Decides a batch so that no document can hold up the rest: one that takes too long is rejected as `TooSlow`. A type that
 * does so again and again gets less time, so that its documents can't fill the day of all others.
 */
export function openDecideInTime(options: DecideInTimeOptions) {
  const { decide, within, limits = LIMITS } = options;
  const suspects = openSuspects(options.now);

  const decideAlone = (arrival: Arrival, decided: Decided[]): void => {
    const at = decided.length;
    const type = typeOf(arrival);
    const ms = suspects.has(type) ? limits.suspectMs : limits.documentMs;
    within(ms, () => decided.push({ arrival, decision: decisionOn(arrival, decide) }));
    if (decided.length > at) return;
    suspects.strike(type);
    options.onTooSlow(type);
    decided.push({ arrival, decision: tooSlow(arrival, ms) });
  };

  return (arrivals: readonly Arrival[]): readonly Decided[] => {
    const decided: Decided[] = [];
    const next = () => arrivals[decided.length];
    while (decided.length < arrivals.length) {
      within(limits.batchMs, () => {
        for (let arrival = next(); arrival !== undefined; arrival = next()) {
          if (suspects.any && suspects.has(typeOf(arrival))) return;
          decided.push({ arrival, decision: decisionOn(arrival, decide) });
        }
      });
      const arrival = next();
      // It may only have come last in a batch that was slow as a whole: alone it gets time of its own.
      if (arrival !== undefined) decideAlone(arrival, decided);
    }
    return decided;
  };
}

function decisionOn(arrival: Arrival, decide: Decide): Decision {
  if (arrival.envelope !== null) return decide(arrival.envelope);
  const message = "The record is no envelope; the payload is the whole record.";
  return refusalOf(arrival, "BadEnvelope", message);
}

function tooSlow(arrival: Arrival, ms: number): Decision {
  const message = `Deciding this document took longer than ${ms / 1000} s: a pattern or uniqueItems of its schema is too costly for it.`;
  return refusalOf(arrival, "TooSlow", message);
}

function typeOf({ envelope }: Arrival): string {
  const uri = parseDocumentUri(envelope?.uri ?? "");
  return uri.kind === "ok" ? `${uri.value.namespace}/${uri.value.docType}` : "";
}

/** Types that were too slow more than once, until they have not been for a while. */
function openSuspects(now: () => number) {
  const strikes = new Map<string, { count: number; at: number }>();
  return {
    get any() {
      return strikes.size > 0;
    },
    has(type: string): boolean {
      const known = strikes.get(type);
      if (known === undefined || known.count < STRIKES) return false;
      if (now() - known.at < FORGIVEN_AFTER_MS) return true;
      strikes.delete(type);
      return false;
    },
    strike(type: string): void {
      strikes.set(type, { count: (strikes.get(type)?.count ?? 0) + 1, at: now() });
    },
  };
}
