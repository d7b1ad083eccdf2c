import { parseDocumentUri } from "@headwater/domain/pings";
import type { Decision } from "./decision.ts";
import { type Arrival, type Decide, refusalOf } from "./settle.ts";
import type { WithinTime } from "./time-limit.ts";

interface Limits {
  /** Milliseconds of a turn: the process gets round to its other work in between. */
  readonly turnMs: number;
  /** Bytes of parsed documents of a turn, roughly. */
  readonly turnBytes: number;
  /** Milliseconds for one document alone. */
  readonly documentMs: number;
  /** Milliseconds for one of a type that has been too slow several times of late; half of it after each further time. */
  readonly suspectMs: number;
}

/** Generous: a slow machine must not make a good document look bad. The largest documents take half a second. */
const LIMITS: Limits = { turnMs: 1000, turnBytes: 96 << 20, documentMs: 4000, suspectMs: 500 };
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

/** Decides the first of some arrivals in order, at least one. */
export type DecideTurn = (arrivals: readonly Arrival[]) => readonly Decided[];

/**
 * Decides in turns: no more than fit into a second and some memory, the rest is for the next call. No document can hold up
 * the others: one that takes too long is rejected as `TooSlow`, and a type that does so again and again gets less and less
 * time.
 */
export function openDecideInTime(options: DecideInTimeOptions): DecideTurn {
  const { decide, within, now, limits = LIMITS } = options;
  const suspects = openSuspects(now);

  return (arrivals) => {
    const decided: Decided[] = [];
    let bytes = 0;
    const until = now() + limits.turnMs;
    const next = () => arrivals[decided.length];
    const take = (arrival: Arrival): void => {
      const decision = decisionOn(arrival, decide);
      bytes += weightOf(decision);
      decided.push({ arrival, decision });
    };
    const isOver = () => bytes > limits.turnBytes || now() >= until;
    /** Ends before a suspect; false where time ran out, with the document that was under way not taken. */
    const takeTrusted = (): boolean =>
      within(Math.max(1, until - now()), () => {
        for (let one = next(); one !== undefined; one = next()) {
          if (bytes > limits.turnBytes || suspects.isSuspect(one)) return;
          take(one);
        }
      });
    /** What was under way when time ran out may only have come last: alone it gets time of its own. */
    const takeAlone = (arrival: Arrival): void => {
      const at = decided.length;
      const type = typeOf(arrival);
      const ms = timeAlone(suspects.strikesOf(type), limits);
      within(ms, () => take(arrival));
      if (decided.length > at) return;
      suspects.strike(type);
      options.onTooSlow(type);
      decided.push({ arrival, decision: tooSlow(arrival, ms) });
    };
    for (let one = next(); one !== undefined; one = isOver() ? undefined : next()) {
      if (!suspects.isSuspect(one) && takeTrusted()) continue;
      const stuck = next();
      if (stuck !== undefined) takeAlone(stuck);
    }
    return decided;
  };
}

/** Milliseconds for one document: plenty, until its type has been too slow several times. */
function timeAlone(strikes: number, { documentMs, suspectMs }: Limits): number {
  if (strikes < STRIKES) return documentMs;
  return Math.max(LEAST_MS, Math.round(suspectMs / 2 ** (strikes - STRIKES)));
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
