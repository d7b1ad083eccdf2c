import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@headwater/domain";

/**
 * A budget for the bytes of each person's request bodies, because one thread reads and checks the
 * bodies of everybody.
 */
export interface BodyBudget {
  /**
   * Waits until the person's budget allows the bytes; throws AppError `rate_limited` if too many of
   * the person's requests wait already.
   */
  take(userId: string, bytes: number): Promise<void>;
  /**
   * Books bytes that were read beyond the taken bytes; the person's next request waits for them.
   */
  charge(userId: string, bytes: number): void;
}

interface BudgetLimits {
  readonly bytesPerSecond: number;
  /** Bytes that a person may send at once after a pause. */
  readonly burstBytes: number;
  /** The most waiting requests of one person. */
  readonly mostWaiting: number;
}

/** A person's account: the bytes left at a time in milliseconds; below zero while requests wait. */
export interface Account {
  readonly left: number;
  readonly at: number;
}

/**
 * Books bytes on an account: the account afterwards, and the milliseconds until they are paid for.
 */
export function book(
  account: Account | undefined,
  { bytes, now }: { readonly bytes: number; readonly now: number },
  { bytesPerSecond, burstBytes }: BudgetLimits,
): { readonly account: Account; readonly waitMs: number } {
  const earned = account === undefined ? 0 : ((now - account.at) / 1000) * bytesPerSecond;
  const before = account === undefined ? burstBytes : Math.min(burstBytes, account.left + earned);
  const left = before - bytes;
  return { account: { left, at: now }, waitMs: Math.max(0, (-left / bytesPerSecond) * 1000) };
}

/** Opens a budget of which no person has used bytes yet. */
export function openBodyBudget(limits: BudgetLimits): BodyBudget {
  // Each person has one small entry, so the map needs no limit.
  const accounts = new Map<string, Account>();
  const waiting = new Map<string, number>();
  return {
    charge(userId, bytes) {
      const now = performance.now();
      accounts.set(userId, book(accounts.get(userId), { bytes, now }, limits).account);
    },
    async take(userId, bytes) {
      const wait = book(accounts.get(userId), { bytes, now: performance.now() }, limits);
      const before = waiting.get(userId) ?? 0;
      if (wait.waitMs > 0 && before >= limits.mostWaiting)
        throw new AppError(
          "rate_limited",
          "You send more data than one person may: wait for the answers before you send the next request.",
          { retryable: true },
        );
      accounts.set(userId, wait.account);
      if (wait.waitMs === 0) return;
      waiting.set(userId, before + 1);
      await sleep(wait.waitMs);
      waiting.set(userId, (waiting.get(userId) ?? 1) - 1);
    },
  };
}
