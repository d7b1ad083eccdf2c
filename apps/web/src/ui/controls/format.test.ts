import { expect, test } from "vitest";
import { formatAgo, formatBytes, formatDuration, formatShare, formatShort } from "./format.ts";

test.each([
  [0, "0"],
  [999, "999"],
  [1234, "1.2k"],
  [34_000, "34k"],
  [1_234_567, "1.2M"],
  [2.5, "2.5"],
  [-4200, "-4.2k"],
])("short form of %d is %s", (value, text) => expect(formatShort(value)).toBe(text));

test.each([
  [0, "0 B"],
  [512, "512 B"],
  [1500, "1.5 kB"],
  [157_000_000, "157 MB"],
])("%d bytes are %s", (value, text) => expect(formatBytes(value)).toBe(text));

test.each([
  [12, "12 ms"],
  [1240, "1.24 s"],
  [45_000, "45.0 s"],
  [180_000, "3 min"],
  [7_200_000, "2 h"],
])("%d ms are %s", (value, text) => expect(formatDuration(value)).toBe(text));

test("a time is told relative to now until it is a day old", () => {
  const now = new Date("2026-03-02T12:00:00Z");
  expect(formatAgo(new Date("2026-03-02T11:59:59Z"), now)).toBe("now");
  expect(formatAgo(new Date("2026-03-02T11:59:30Z"), now)).toBe("30 s ago");
  expect(formatAgo(new Date("2026-03-02T09:00:00Z"), now)).toBe("3 h ago");
  expect(formatAgo(new Date("2026-02-27T09:00:00Z"), now)).toBe("2026-02-27");
});

test("shares keep a digit where they are small", () => {
  expect(formatShare(1, 250)).toBe("0.4 %");
  expect(formatShare(1, 3)).toBe("33 %");
  expect(formatShare(0, 0)).toBe("0 %");
});
