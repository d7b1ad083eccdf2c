import { expect, it } from "vitest";
import { inTurn } from "../src/in-turn.ts";

it("tasks of one key run one after the other, also after a failure, and tasks of other keys do not wait", async () => {
  const seen: string[] = [];
  const work = (name: string, end: Promise<void>) => async () => {
    seen.push(`${name} begins`);
    await end;
    seen.push(`${name} ends`);
    if (name === "first") throw new Error("first failed");
    return name;
  };
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const first = inTurn("ann", work("first", opened));
  const second = inTurn("ann", work("second", Promise.resolve()));
  expect(await inTurn("bob", work("other", Promise.resolve()))).toBe("other");
  expect(seen).toEqual(["first begins", "other begins", "other ends"]);
  open();
  await expect(first).rejects.toThrow("first failed");
  expect(await second).toBe("second");
  expect(seen.slice(3)).toEqual(["first ends", "second begins", "second ends"]);
});
