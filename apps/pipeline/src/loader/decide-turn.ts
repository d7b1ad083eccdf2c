import { parseDocumentUri } from "@headwater/domain/pings";
import { type Arrival, type Decide, refusalOf } from "./add-to-batch.ts";
import type { Decision } from "./decision.ts";
import type { WithinTime } from "./time-limit.ts";

interface Limits {
  /** Milliseconds of a turn: between two turns the process does its other work. */
  readonly turnMs: number;
  /** Approximate bytes of the parsed documents of a turn. */
  readonly turnBytes: number;
  /** Milliseconds for one document alone. */
  readonly documentMs: number;
  /**
   * Milliseconds for a document whose type was too slow several times recently; each further time
   * halves them.
   */
  readonly suspectMs: number;
}

/**
 * The limits are generous, so that a slow machine rejects no good document: the largest documents
 * take half a second.
 */
const LIMITS: Limits = { turnMs: 1000, turnBytes: 96 << 20, documentMs: 4000, suspectMs: 500 };
const LEAST_MS = 50;
const SUSPECT_AFTER = 2;
const FORGET_AFTER_MS = 600_000;

/** An arrival and the decision about it. */
export interface Decided {
  readonly arrival: Arrival;
  readonly decision: Decision;
}

export interface DecideTurnOptions {
  readonly decide: Decide;
  readonly within: WithinTime;
  readonly now: () => number;
  readonly onTooSlow: (type: string) => void;
  readonly limits?: Limits;
}

/** Decides at least the first of some arrivals and as many of the next ones as one turn allows. */
export type DecideTurn = (arrivals: readonly Arrival[]) => readonly Decided[];

/**
 * Decides in turns. A turn has limits of time and memory, and the caller passes the remaining
 * arrivals to the next turn. No document can block the others: a document that takes too long is
 * rejected as `TooSlow`, and a type whose documents do so repeatedly gets less and less time.
 */
export function openDecideTurn(options: DecideTurnOptions): DecideTurn {
  const { decide, within, now, limits = LIMITS } = options;
  const suspects = openSuspects(now);

  return (arrivals) => {
    const decided: Decided[] = [];
    let bytes = 0;
    const until = now() + limits.turnMs;
    const next = () => arrivals[decided.length];
    const decideOne = (arrival: Arrival): void => {
      const decision = decisionOn(arrival, decide);
      bytes += weightOf(decision);
      decided.push({ arrival, decision });
    };
    const isOver = () => bytes > limits.turnBytes || now() >= until;
    /**
     * Decides up to the next suspect; returns false if the time ran out before the current document
     * was decided.
     */
    const decideTrusted = (): boolean =>
      within(Math.max(1, until - now()), () => {
        for (let one = next(); one !== undefined; one = next()) {
          if (bytes > limits.turnBytes || suspects.isSuspect(one)) return;
          decideOne(one);
        }
      });
    /**
     * Decides one document with a time limit of its own: the documents before it may have used up
     * the turn.
     */
    const decideAlone = (arrival: Arrival): void => {
      const at = decided.length;
      const type = typeOf(arrival);
      const ms = timeAlone(suspects.slowCountOf(type), limits);
      within(ms, () => decideOne(arrival));
      if (decided.length > at) return;
      suspects.recordSlow(type);
      options.onTooSlow(type);
      decided.push({ arrival, decision: tooSlow(arrival, ms) });
    };
    for (let one = next(); one !== undefined; one = isOver() ? undefined : next()) {
      if (!suspects.isSuspect(one) && decideTrusted()) continue;
      const stuck = next();
      if (stuck !== undefined) decideAlone(stuck);
    }
    return decided;
  };
}

/** Milliseconds for one document; fewer once its type has been too slow several times. */
function timeAlone(slowCount: number, { documentMs, suspectMs }: Limits): number {
  if (slowCount < SUSPECT_AFTER) return documentMs;
  return Math.max(LEAST_MS, Math.round(suspectMs / 2 ** (slowCount - SUSPECT_AFTER)));
}

/** Approximate bytes of memory of a decided document; a document that does not land is not kept. */
export function weightOf({ outcome }: Decision): number {
  return outcome.kind === "ok" ? outcome.value.weight : 0;
}

function decisionOn(arrival: Arrival, decide: Decide): Decision {
  if (arrival.envelope !== null) return decide(arrival.envelope);
  const message = "The record is not an envelope; the payload is the whole record.";
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

/**
 * Counts how often each type was too slow; forgets a type after ten minutes without a slow
 * document.
 */
function openSuspects(now: () => number) {
  const slow = new Map<string, { count: number; at: number }>();
  const slowCountOf = (type: string): number => {
    const known = slow.get(type);
    if (known === undefined) return 0;
    if (now() - known.at < FORGET_AFTER_MS) return known.count;
    slow.delete(type);
    return 0;
  };
  return {
    slowCountOf,
    isSuspect: (arrival: Arrival) => slow.size > 0 && slowCountOf(typeOf(arrival)) >= SUSPECT_AFTER,
    recordSlow: (type: string): void => {
      slow.set(type, { count: slowCountOf(type) + 1, at: now() });
    },
  };
}
