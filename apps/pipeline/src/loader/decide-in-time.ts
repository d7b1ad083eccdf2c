import { parseDocumentUri } from "@headwater/domain/pings";
import type { Decision } from "./decision.ts";
import { type Arrival, type Decide, refusalOf } from "./settle.ts";
import type { WithinTime } from "./time-limit.ts";

interface Limits {
  /** Milliseconds at a time: the process gets round to its other work in between. */
  readonly sliceMs: number;
  /** Bytes of parsed documents at a time, roughly. */
  readonly sliceBytes: number;
  /** Milliseconds for one document alone. */
  readonly documentMs: number;
  /** Milliseconds for one of a type that has been too slow several times of late; half of it after each further time. */
  readonly suspectMs: number;
}

/** Generous: a slow machine must not make a good document look bad. The largest documents take half a second. */
const LIMITS: Limits = { sliceMs: 1000, sliceBytes: 96 << 20, documentMs: 4000, suspectMs: 500 };
const LEAST_MS = 50;
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
 * Decides the first of some arrivals, at least one, and no more than fit into a second and some memory: the rest is for the
 * next call. No document can hold up the others: one that takes too long is rejected as `TooSlow`, and a type that does so
 * again and again gets less and less time.
 */
export function openDecideInTime(options: DecideInTimeOptions) {
  const { decide, within, limits = LIMITS } = options;
  const suspects = openSuspects(options.now);

  const decideAlone = (arrival: Arrival, decided: Decided[]): void => {
    const at = decided.length;
    const type = typeOf(arrival);
    const strikes = suspects.strikesOf(type);
    const less = limits.suspectMs / 2 ** Math.max(0, strikes - STRIKES);
    const ms = strikes < STRIKES ? limits.documentMs : Math.max(LEAST_MS, Math.round(less));
    within(ms, () => decided.push({ arrival, decision: decisionOn(arrival, decide) }));
    if (decided.length > at) return;
    suspects.strike(type);
    options.onTooSlow(type);
    decided.push({ arrival, decision: tooSlow(arrival, ms) });
  };

  return (arrivals: readonly Arrival[]): readonly Decided[] => {
    const decided: Decided[] = [];
    let bytes = 0;
    const isWhole = within(limits.sliceMs, () => {
      for (const arrival of arrivals) {
        if (bytes > limits.sliceBytes || suspects.isSuspect(arrival)) return;
        const decision = decisionOn(arrival, decide);
        bytes += weightOf(decision);
        decided.push({ arrival, decision });
      }
    });
    const next = arrivals[decided.length];
    // Where time ran out it may only have come last: alone it gets time of its own.
    const isStuck = !isWhole || decided.length === 0;
    if (next !== undefined && isStuck) decideAlone(next, decided);
    return decided;
  };
}

/** Bytes of memory that a decided document takes, roughly; one that does not land is not kept. */
export function weightOf({ outcome }: Decision): number {
  return outcome.kind === "ok" ? outcome.value.weight : 0;
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

/** How often each type was too slow, until it has not been for a while. */
function openSuspects(now: () => number) {
  const strikes = new Map<string, { count: number; at: number }>();
  const strikesOf = (type: string): number => {
    const known = strikes.get(type);
    if (known === undefined) return 0;
    if (now() - known.at < FORGIVEN_AFTER_MS) return known.count;
    strikes.delete(type);
    return 0;
  };
  return {
    strikesOf,
    isSuspect: (arrival: Arrival) => strikes.size > 0 && strikesOf(typeOf(arrival)) >= STRIKES,
    strike: (type: string): void => {
      strikes.set(type, { count: strikesOf(type) + 1, at: now() });
    },
  };
}
