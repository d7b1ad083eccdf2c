import { describe, expect, it } from "vitest";
import { type Account, book, openBodyBudget } from "./body-budget.ts";

const limits = { bytesPerSecond: 1000, burstBytes: 4000, mostWaiting: 2 };

describe("a person's bytes", () => {
  it.each<[string, Account | undefined, number, [number, number]]>([
    ["are free at first", undefined, 4000, [0, 0]],
    ["are waited for beyond that", undefined, 5000, [-1000, 1000]],
    ["come back with time", { left: 0, at: 8000 }, 1500, [500, 0]],
    ["come back up to the burst only", { left: 3000, at: 0 }, 1000, [3000, 0]],
    ["are paid for one after the other", { left: -2000, at: 10_000 }, 1000, [-3000, 3000]],
  ])("%s", (_, account, bytes, [left, waitMs]) => {
    const booked = book(account, { bytes, now: 10_000 }, limits);
    expect(booked).toEqual({ account: { left, at: 10_000 }, waitMs });
  });

  it("that a request did not declare delay the next request", async () => {
    const budget = openBodyBudget({ ...limits, bytesPerSecond: 100_000, mostWaiting: 0 });
    await budget.take("ann", 100);
    budget.charge("ann", 8000);
    await expect(budget.take("ann", 1)).rejects.toMatchObject({ code: "rate_limited" });
    await budget.take("bob", 1);
  });

  it("do not delay other people, and only a few requests of one person wait", async () => {
    const budget = openBodyBudget({ ...limits, bytesPerSecond: 100_000 });
    const mine = [1, 2, 3].map(() => budget.take("ann", 8000));
    await expect(budget.take("ann", 1)).rejects.toMatchObject({ code: "rate_limited" });
    await budget.take("bob", 4000);
    // The third request is refused at once, because at most two may wait.
    const ends = await Promise.allSettled(mine);
    expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
  });
});
