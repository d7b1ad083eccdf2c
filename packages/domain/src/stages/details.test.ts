import { expect, test } from "vitest";
import { detailLine, detailText, headlines, type StageDetail, troubleDetail } from "./index.ts";

const now = new Date("2026-03-02T10:00:20Z");
const detail = (
  unit: StageDetail["unit"],
  value: StageDetail["value"],
  more = {},
): StageDetail => ({
  label: "Label",
  value,
  unit,
  ...more,
});

test.each([
  [detail("count", 1200), "1,200"],
  [detail("count", 1200, { noun: "pings" }), "1,200 pings"],
  [detail("per_second", 5000, { noun: "pings" }), "5,000 pings/s"],
  [detail("per_second", 3), "3/s"],
  [detail("bytes", 1_200_000), "1.2 MB"],
  [detail("ms", 2164), "2.16 s"],
  [detail("time", "2026-03-02T10:00:08Z"), "12 s ago"],
  [detail("port", 8080), "8080"],
  [detail("text", "bubblewrap"), "bubblewrap"],
  [detail("text", null), "–"],
  [detail("time", null, { absent: "none yet" }), "none yet"],
] as const)("%j reads %s", (given, expected) => {
  expect(detailText(given, now)).toBe(expected);
});

test.each([
  ["no details", [], ""],
  ["a detail without a short form", [detail("count", 1)], ""],
  [
    "a rate in few characters",
    [detail("per_second", 1234, { short: "{} pings/s" })],
    "1.2k pings/s",
  ],
  ["words that need no value", [detail("count", null, { short: "lag unknown" })], "lag unknown"],
  ["a short form without a value", [detail("ms", null, { short: "within {}" })], ""],
  ["a value that looks like a pattern", [detail("text", "$& {}", { short: "{}!" })], "$& {}!"],
  [
    "trouble first, then main details, then others",
    [
      detail("text", "c", { short: "{}" }),
      detail("text", "b", { short: "{}", importance: "main" }),
      troubleDetail("a"),
    ],
    "a, b, c",
  ],
])("on one line: %s", (_name, details, expected) => {
  expect(detailLine(details, now)).toBe(expected);
});

test("a box shows three details, and no details without importance", () => {
  const main = ["a", "b", "c"].map((value) =>
    detail("text", value, { short: "{}", importance: "main" }),
  );
  const minor = detail("text", "d", { short: "{}" });
  expect(headlines([minor, ...main], now)).toEqual(["a", "b", "c"]);
  expect(headlines([minor, ...main, troubleDetail("!")], now)).toEqual(["!", "a", "b"]);
});
