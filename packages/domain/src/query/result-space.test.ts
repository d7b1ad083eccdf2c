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
      "are a person's oldest beyond the limit of one",
      space({ bob1: 9, ann1: 30, ann2: 30 }),
      ["ann1"],
    ],
    ["make room for a growing one of the same person", space({ ann1: 20 }, { ann2: 31 }), ["ann1"]],
    [
      "are of the person who holds most, though others' are older",
      space({ bob1: 20, cat1: 20, ann1: 25, ann2: 25, dan1: 20 }),
      ["ann1"],
    ],
    [
      "are anybody's oldest beyond the limit of all",
      space({ bob1: 45, cat1: 45, ann1: 45 }),
      ["bob1"],
    ],
    ["are anybody's oldest for the disk", space({ bob1: 30, cat1: 30 }, {}, 180), ["bob1"]],
    ["are all where that is not enough", space({ bob1: 1, cat1: 1 }, {}, 100), ["bob1", "cat1"]],
    ["are never growing ones", space({}, { ann1: 70, ann2: 70 }, 10), []],
  ])("%s", (_, given, expected) => expect(resultsToRemove(given)).toEqual(expected));
});

describe("what a new result may have", () => {
  it.each<[string, ResultSpace, number | null]>([
    ["is the limit of one", space({ ann1: 50, bob1: 50 }), 40],
    ["leaves what grows already", space({}, { ann1: 30 }), 20],
    ["leaves what others grow", space({}, { bob1: 49, cat1: 45 }), 6],
    ["ends at the floor of the disk", space({}, {}, 230), 30],
    ["counts on one's own to go", space({ ann1: 20 }, {}, 190), 10],
    ["counts on what others hold beyond an equal share", space({ bob1: 40 }, {}, 190), 10],
    ["is nothing where the disk is full of other things", space({ bob1: 1 }, {}, 100), null],
    ["is nothing at the limit", space({}, { ann1: 50 }), null],
  ])("%s", (_, given, mib) => {
    const allowance = allowanceOf("ann", given);
    expect(allowance === null ? null : allowance / MIB).toBe(mib);
  });
});
