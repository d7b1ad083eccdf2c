import { describe, expect, it } from "vitest";
import { allowanceOf, type ResultSpace, resultsToRemove } from "./result-space.ts";

const MIB = 1024 ** 2;
type Sizes = Readonly<Record<string, number>>;

/** A space of results named `<user><number>`, oldest first; sizes and free bytes in MiB. */
function space(kept: Sizes, growing: Sizes = {}, free = 1000): ResultSpace {
  const userOf = (id: string) => id.slice(0, 3);
  return {
    kept: Object.entries(kept).map(([id, mib], usedAt) => ({
      id,
      userId: userOf(id),
      bytes: mib * MIB,
      usedAt,
    })),
    growing: Object.entries(growing).map(([id, mib]) => ({
      userId: userOf(id),
      bytes: mib * MIB,
    })),
    limits: { total: 100 * MIB, person: 50 * MIB, one: 40 * MIB },
    disk: { free: free * MIB, floor: 200 * MIB },
  };
}

describe("results to remove", () => {
  it.each<[string, ResultSpace, string[]]>([
    ["are none within the limits", space({ ann1: 50, bob1: 50 }), []],
    [
      "are a person's oldest results beyond the limit per person",
      space({ bob1: 9, ann1: 30, ann2: 30 }),
      ["ann1"],
    ],
    [
      "make space for a growing result of the same person",
      space({ ann1: 20 }, { ann2: 31 }),
      ["ann1"],
    ],
    [
      "belong to the person who holds most, even if others have older results",
      space({ bob1: 20, cat1: 20, ann1: 25, ann2: 25, dan1: 20 }),
      ["ann1"],
    ],
    [
      "are anybody's oldest results beyond the total limit",
      space({ bob1: 45, cat1: 45, ann1: 45 }),
      ["bob1"],
    ],
    [
      "are anybody's oldest results if the disk is full",
      space({ bob1: 30, cat1: 30 }, {}, 180),
      ["bob1"],
    ],
    [
      "are all results if the disk stays full",
      space({ bob1: 1, cat1: 1 }, {}, 100),
      ["bob1", "cat1"],
    ],
    ["are never results that still grow", space({}, { ann1: 70, ann2: 70 }, 10), []],
  ])("%s", (_, given, expected) => expect(resultsToRemove(given)).toEqual(expected));
});

describe("the bytes that a new result may have", () => {
  it.each<[string, ResultSpace, number | null]>([
    ["are limited per result", space({ ann1: 50, bob1: 50 }), 40],
    ["do not include the person's growing results", space({}, { ann1: 30 }), 20],
    ["do not include the growing results of others", space({}, { bob1: 49, cat1: 45 }), 6],
    ["end at the floor of the disk", space({}, {}, 230), 30],
    ["include the person's own stored results", space({ ann1: 20 }, {}, 190), 10],
    ["include what others hold beyond an equal share", space({ bob1: 40 }, {}, 190), 10],
    ["are null if the disk is full of other data", space({ bob1: 1 }, {}, 100), null],
    ["are null at the limit", space({}, { ann1: 50 }), null],
  ])("%s", (_, given, mib) => {
    const allowance = allowanceOf("ann", given);
    expect(allowance === null ? null : allowance / MIB).toBe(mib);
  });
});
