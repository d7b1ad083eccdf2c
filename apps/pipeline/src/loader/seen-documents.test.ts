import type { LakeFile } from "@headwater/schemas";
import { describe, expect, it } from "vitest";
import { dayAfter, dayOf, SeenDocuments } from "./seen-documents.ts";

const A = "11111111-1111-1111-1111-111111111111";
const B = "22222222-2222-2222-2222-222222222222";
const table = (name = "visit_v1") => ({ namespace: "shop", name, columns: [] });
const file = (name: string, day: string, namespace = "shop") =>
  ({ namespace, table: name, submissionDate: day }) as LakeFile;

/** Opens the seen documents of a lake that holds the document A on each of the days. */
function openSeen(days: readonly string[], namespace = "shop") {
  const requestedDays: string[] = [];
  const seen = new SeenDocuments({
    days: 2,
    liveFiles: async (day) => {
      requestedDays.push(day);
      return days.includes(day) ? [file("visit_v1", day, namespace)] : [];
    },
    async *readIds(files) {
      for (const one of files) yield { file: one, ids: [A] };
    },
  });
  return { seen, requestedDays };
}

describe("documents seen before", () => {
  const cases: [string, string[], string, boolean, boolean][] = [
    ["a document is new in an empty lake", [], "2026-03-02", false, true],
    ["a document of the same day is a duplicate", ["2026-03-02"], "2026-03-02", false, false],
    ["a document of the day before is a duplicate", ["2026-03-01"], "2026-03-02", false, false],
    ["a document of two days before is forgotten", ["2026-02-28"], "2026-03-02", false, true],
    [
      "a document of the day after does not matter for a new submission",
      ["2026-03-03"],
      "2026-03-02",
      false,
      true,
    ],
    [
      "a document of the day after is a duplicate for a replay",
      ["2026-03-03"],
      "2026-03-02",
      true,
      false,
    ],
  ];
  it.each(cases)("%s", async (...[, days, day, past, isNew]) => {
    const { seen } = openSeen(days);
    const needed = seen.needed(day, past);
    await seen.load(needed);
    expect(seen.add(table(), A, needed)).toBe(isNew);
    expect(seen.add(table(), A, needed)).toBe(false);
    expect(seen.add(table(), B, needed)).toBe(true);
  });

  it("are the same in another version of a table, and different in another table", async () => {
    const { seen } = openSeen([]);
    const needed = seen.needed("2026-03-02", false);
    await seen.load(needed);
    expect(seen.add(table("visit_v1"), A, needed)).toBe(true);
    expect(seen.add(table("visit_v2"), A, needed)).toBe(false);
    expect(seen.add(table("order_v1"), A, needed)).toBe(true);
  });

  it("are read from the lake once a day, and again after they were forgotten", async () => {
    const { seen, requestedDays } = openSeen([]);
    await seen.load(["2026-03-01", "2026-03-02"]);
    await seen.load(["2026-03-02", "2026-03-02"]);
    seen.forgetBefore("2026-03-02");
    await seen.load(["2026-03-01", "2026-03-02"]);
    expect(requestedDays).toEqual(["2026-03-01", "2026-03-02", "2026-03-01"]);
  });

  it("do not include rejected rows", async () => {
    const { seen } = openSeen(["2026-03-02"], "pipeline");
    const needed = seen.needed("2026-03-02", false);
    await seen.load(needed);
    expect(seen.add({ ...table(), namespace: "pipeline" }, A, needed)).toBe(true);
  });
});

describe("days", () => {
  it.each([
    [0, "1970-01-01"],
    [86_399_999_999, "1970-01-01"],
    [86_400_000_000, "1970-01-02"],
  ])("%d µs is in %s", (micros, day) => {
    expect(dayOf(micros)).toBe(day);
  });

  it("are counted across the ends of months", () => {
    expect([dayAfter("2026-02-28", 1), dayAfter("2026-03-01", -1)]).toEqual([
      "2026-03-01",
      "2026-02-28",
    ]);
  });
});
