import { expect, test } from "vitest";
import { openTurns } from "./turns.ts";

/** Tasks that the test ends, and a record of their steps. */
function works() {
  const seen = { running: 0, most: 0, ended: [] as number[] };
  const ends = new Map<number, (error?: Error) => void>();
  const work = (number: number) => async () => {
    seen.running += 1;
    seen.most = Math.max(seen.most, seen.running);
    await new Promise<void>((resolve, reject) =>
      ends.set(number, (error) => (error === undefined ? resolve() : reject(error))),
    ).finally(() => {
      seen.running -= 1;
      seen.ended.push(number);
    });
    return number;
  };
  return { seen, ends, work };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("two tasks run, three wait in their order, and one more is refused", async () => {
  const turns = openTurns({ atOnce: 2, waiting: 3, refusal: "Come back later." });
  const { seen, ends, work } = works();
  const answers = [1, 2, 3, 4, 5].map((number) => turns.run(work(number)));
  await settled();
  expect([...ends.keys()]).toEqual([1, 2]);
  await expect(turns.run(work(6))).rejects.toMatchObject({
    code: "unavailable",
    message: "Come back later.",
    retryable: true,
  });
  for (const number of [2, 1, 3, 4, 5]) {
    ends.get(number)?.();
    await settled();
  }
  expect(await Promise.all(answers)).toEqual([1, 2, 3, 4, 5]);
  expect(seen).toEqual({ running: 0, most: 2, ended: [2, 1, 3, 4, 5] });
});

test("a task that fails gives its turn to the next", async () => {
  const turns = openTurns({ atOnce: 1, waiting: 1, refusal: "" });
  const { ends, work } = works();
  const [first, second] = [turns.run(work(1)), turns.run(work(2))];
  await settled();
  ends.get(1)?.(new Error("broken"));
  await expect(first).rejects.toThrow("broken");
  await settled();
  ends.get(2)?.();
  expect(await second).toBe(2);
  const third = turns.run(work(3));
  await settled();
  ends.get(3)?.();
  expect(await third).toBe(3);
});
