import { describe, expect, it } from "vitest";
import { openHeavyGate } from "./heavy-gate.ts";

const never = new AbortController().signal;
const turn = () => new Promise((resolve) => setImmediate(resolve));

const person = (userId: string) => ({ userId, isBatch: false });
const batch = (userId: string) => ({ userId, isBatch: true });

describe("slots for heavy statements", () => {
  it("go to the user with the fewest slots, not to the first waiting statement", async () => {
    const gate = openHeavyGate(2);
    const order: string[] = [];
    const enter = (user: string) =>
      gate.enter(person(user), never).then((leave) => {
        order.push(user);
        return leave;
      });
    const first = await enter("ann");
    const second = await enter("ann");
    const others = [enter("ann"), enter("ann"), enter("bob")];
    await turn();
    expect(order).toEqual(["ann", "ann"]);
    first();
    await turn();
    expect(order).toEqual(["ann", "ann", "bob"]);
    second();
    await Promise.race(others.slice(0, 2));
    expect(order).toHaveLength(4);
  });

  it("go to each user in turn if the gate has one slot, even if a user has many statements", async () => {
    const gate = openHeavyGate(1);
    const order: string[] = [];
    const enter = async (user: string) => {
      const leave = await gate.enter(person(user), never);
      order.push(user);
      await turn();
      leave();
    };
    await Promise.all(["ann", "ann", "ann", "ann", "bob", "bob", "cat"].map(enter));
    expect(order).toEqual(["ann", "bob", "cat", "ann", "bob", "ann", "ann"]);
  });

  it("are not given to a statement that was cancelled while it waited", async () => {
    const gate = openHeavyGate(1);
    const leave = await gate.enter(person("ann"), never);
    const cancel = new AbortController();
    const gone = gate.enter(person("bob"), cancel.signal);
    cancel.abort();
    (await gone)();
    const next = gate.enter(person("cat"), never);
    leave();
    (await next)();
    await expect(gate.enter(person("dan"), never)).resolves.toBeTypeOf("function");
  });

  it("are not given to a statement that was cancelled before it waited", async () => {
    const gate = openHeavyGate(1);
    await gate.enter(person("ann"), never);
    await expect(gate.enter(person("bob"), AbortSignal.abort())).resolves.toBeTypeOf("function");
  });

  it("of batch work do not make a person wait, and batch work comes last", async () => {
    const gate = openHeavyGate(1);
    const order: string[] = [];
    const enter = (claim: ReturnType<typeof person>, name: string) =>
      gate.enter(claim, never).then((leave) => {
        order.push(name);
        return leave;
      });
    const job = await enter(batch("ann"), "job");
    const waits = [enter(batch("bob"), "second job")];
    const ann = await enter(person("ann"), "ann");
    waits.push(enter(person("bob"), "bob"));
    job();
    await turn();
    expect(order).toEqual(["job", "ann"]);
    ann();
    (await waits[1])?.();
    await waits[0];
    expect(order).toEqual(["job", "ann", "bob", "second job"]);
  });
});
