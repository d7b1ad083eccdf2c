import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@headwater/domain";

/** What one person's requests may bring along: reading and checking a body is work of the one thread that answers all. */
export interface BodyBudget {
  /** Waits until the person's budget allows so many bytes more; throws AppError `rate_limited` where too many wait already. */
  take(userId: string, bytes: number): Promise<void>;
  /** Books bytes that were read beyond what was taken: the person's next request waits for them. */
  charge(userId: string, bytes: number): void;
}

interface BudgetLimits {
  readonly bytesPerSecond: number;
  /** Bytes that a person who was quiet may bring at once. */
  readonly burstBytes: number;
  /** Requests of one person that may wait. */
  readonly mostWaiting: number;
}

/** A person's account: bytes that are left, below zero for what waits, at a time in milliseconds. */
export interface Account {
  readonly left: number;
  readonly at: number;
}

/** Books bytes on an account: the account afterwards, and the milliseconds until they are paid for. */
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

/** Opens budgets; nobody has used any of it yet. */
export function openBodyBudget(limits: BudgetLimits): BodyBudget {
  // One small entry for each person of one installation.
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
          "You send more than one person may: wait for the answers before you send the next.",
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
