import { detailLine, detailText, headlines } from "@headwater/domain/stages";
import { expect, test } from "vitest";
import { loaderDetails } from "./loader-details.ts";

const now = new Date("2026-03-02T10:00:20Z");
const FIGURES = {
  lag: { replay: 2, unvalidated: 1200 },
  rate: 5000,
  lastCommit: { id: 49, at: "2026-03-02T10:00:08Z" },
  freshnessP95Ms: 2164,
};
const table = (figures: Parameters<typeof loaderDetails>[0]) =>
  loaderDetails(figures).map((detail) => `${detail.label}: ${detailText(detail, now)}`);

test("the details show the rate, the lag and the freshness of the loader", () => {
  expect(table(FIGURES)).toEqual([
    "Taking in: 5,000 pings/s",
    "Waiting: 1,202 pings",
    "Waiting in replay: 2 pings",
    "Waiting in unvalidated: 1,200 pings",
    "95% queryable within: 2.16 s",
    "Last commit: 12 s ago",
    "Commit number: 49",
  ]);
  expect(headlines(loaderDetails(FIGURES), now)).toEqual([
    "5.0k pings/s",
    "1,202 behind",
    "95% within 2.16 s",
  ]);
});

test("before the first commit the details show unknown values as unknown", () => {
  const first = { lag: { replay: null, unvalidated: 0 }, rate: 0, lastCommit: null };
  const details = loaderDetails({ ...first, freshnessP95Ms: null });
  expect(detailLine(details, now)).toBe("0 pings/s, lag unknown");
  expect(table({ ...first, freshnessP95Ms: null })).toEqual([
    "Taking in: 0 pings/s",
    "Waiting: unknown",
    "Waiting in replay: unknown",
    "Waiting in unvalidated: 0 pings",
    "95% queryable within: –",
    "Last commit: none yet",
    "Commit number: –",
  ]);
});

test("a loader that has landed all records has no lag", () => {
  const details = loaderDetails({ ...FIGURES, lag: { replay: 0, unvalidated: 0 } });
  expect(detailLine(details, now)).toBe("5.0k pings/s, no lag, 95% within 2.16 s, commit 49");
});
