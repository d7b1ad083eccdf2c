import { expect, test } from "vitest";
import { oneAtATime } from "../src/one-at-a-time.ts";

test("reads never overlap, and the last read begins after the last call", async () => {
  let truth = 0;
  let known = -1;
  let reading = 0;
  let reads = 0;
  const refresh = oneAtATime(async () => {
    reads += 1;
    reading += 1;
    expect(reading).toBe(1);
    const seen = truth;
    // Earlier reads take longer than later reads.
    await new Promise((resolve) => setTimeout(resolve, 20 - reads));
    known = seen;
    reading -= 1;
  });
  const calls: Promise<void>[] = [];
  for (let n = 1; n <= 10; n += 1) {
    truth = n;
    calls.push(refresh());
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  await Promise.all(calls);
  expect(known).toBe(10);
  expect(reads).toBeLessThan(10);
});

test("a call after a failed read reads again", async () => {
  let fails = true;
  const refresh = oneAtATime(async () => {
    if (fails) throw new Error("away");
  });
  await expect(refresh()).rejects.toThrow("away");
  fails = false;
  await expect(refresh()).resolves.toBeUndefined();
});
