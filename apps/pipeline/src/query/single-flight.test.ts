import { expect, test } from "vitest";
import { openSingleFlight } from "./single-flight.ts";

const never = new AbortController().signal;
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("callers with one key work one at a time in their order, and other keys do not wait", async () => {
  const flights = openSingleFlight();
  const seen: number[] = [];
  const leave = await flights.enter("a", never);
  const followers = [1, 2, 3].map(async (number) => {
    const end = await flights.enter("a", never);
    seen.push(number);
    await turn();
    end();
  });
  (await flights.enter("b", never))();
  expect([flights.busy("a"), flights.busy("b")]).toEqual([true, false]);
  await turn();
  expect(seen).toEqual([]);
  leave();
  await Promise.all(followers);
  expect(seen).toEqual([1, 2, 3]);
  expect(flights.busy("a")).toBe(false);
});

test("a caller that cancels its wait returns at once and does not work", async () => {
  const flights = openSingleFlight();
  const leave = await flights.enter("a", never);
  const cancel = new AbortController();
  const gone = flights.enter("a", cancel.signal);
  cancel.abort();
  (await gone)();
  expect(flights.busy("a")).toBe(true);
  leave();
  expect(flights.busy("a")).toBe(false);
});
