import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { IdSet } from "./id-set.ts";

describe("a set of ids", () => {
  it("holds exactly the added ids while it grows", () => {
    const set = new IdSet();
    const ids = Array.from({ length: 20_000 }, () => randomUUID() as string);
    expect(ids.every((id) => set.add(id))).toBe(true);
    expect(ids.some((id) => set.add(id))).toBe(false);
    expect(ids.every((id) => set.has(id))).toBe(true);
    expect(Array.from({ length: 20_000 }, () => set.has(randomUUID())).some(Boolean)).toBe(false);
    expect(set.size).toBe(20_000);
  });

  it("holds more ids than one table", () => {
    const set = new IdSet();
    const ids = Array.from({ length: 150_000 }, () => randomUUID() as string);
    for (const id of ids) set.add(id);
    expect(set.size).toBe(150_000);
    expect(ids.every((id) => set.has(id) && !set.add(id))).toBe(true);
    expect(Array.from({ length: 150_000 }, () => set.has(randomUUID())).some(Boolean)).toBe(false);
  });

  it("adds ids that differ in a few bits as fast as random ids", () => {
    const set = new IdSet();
    const hex = (n: number) => n.toString(16).padStart(8, "0");
    for (let n = 0; n < 100_000; n += 1)
      set.add(`${hex((n << 14) >>> 0)}-0000-0000-0000-000000000000`);
    for (let n = 0; n < 100_000; n += 1) set.add(`00000000-0000-0000-0000-0000${hex(n)}`);
    // Both loops add the nil UUID. If the ids shared one hash, the loops would take minutes.
    expect(set.size).toBe(199_999);
  });

  const near = [
    "00000000-0000-0000-0000-000000000000",
    "00000000-0000-0000-0000-000000000001",
    "00000001-0000-0000-0000-000000000000",
    "00000000-0001-0000-0000-000000000000",
    "00000000-0000-0001-0000-000000000000",
    "00000000-0000-0000-0001-000000000000",
    "00000000-0000-0000-0000-000100000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
  ];
  it.each(near)("distinguishes %s from similar ids", (id) => {
    const set = new IdSet();
    for (const other of near) if (other !== id) set.add(other);
    expect([set.has(id), set.add(id), set.has(id), set.add(id)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(set.size).toBe(near.length);
  });
});
