import { expect, test } from "vitest";
import { openSingleFlight } from "./single-flight.ts";

const never = new AbortController().signal;
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("one key is had by one at a time, in the order of asking; others are not held up", async () => {
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

test("who gives up waiting leaves at once and takes no turn", async () => {
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
