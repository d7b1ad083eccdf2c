import { expect, test } from "vitest";
import { formatAgo, formatBytes, formatDuration, formatShare, formatShort } from "./index.ts";

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

test("a time is written relative to now until it is a day old", () => {
  const now = new Date("2026-03-02T12:00:00Z");
  expect(formatAgo(new Date("2026-03-02T11:59:59Z"), now)).toBe("now");
  expect(formatAgo(new Date("2026-03-02T11:59:30Z"), now)).toBe("30 s ago");
  expect(formatAgo(new Date("2026-03-02T09:00:00Z"), now)).toBe("3 h ago");
  expect(formatAgo(new Date("2026-02-27T09:00:00Z"), now)).toBe("2026-02-27");
});

test("small shares keep a digit", () => {
  expect(formatShare(1, 250)).toBe("0.4%");
  expect(formatShare(1, 3)).toBe("33%");
  expect(formatShare(0, 250)).toBe("0%");
  expect(formatShare(0, 0)).toBe("–");
});

test("a share above zero is never 0%, and a share below the whole is never 100%", () => {
  expect(formatShare(1, 100_000)).toBe("< 0.1%");
  expect(formatShare(857, 860)).toBe("99.7%");
  expect(formatShare(99_999, 100_000)).toBe("99.9%");
  expect(formatShare(99.4, 100)).toBe("99%");
  expect(formatShare(860, 860)).toBe("100%");
});

test.each([
  [999_499, "999k"],
  [999_500, "1.0M"],
  [999_999_999, "1.0B"],
  [9_949, "9.9k"],
  [9_960, "10k"],
  [-999_999, "-1.0M"],
  [999.7, "1.0k"],
])("%d in short form is %s: no unit reaches a thousand", (value, text) => {
  expect(formatShort(value)).toBe(text);
});

test.each([
  [999.4, "999 ms"],
  [999.5, "1.00 s"],
  [9_999, "10.0 s"],
  [59_949, "59.9 s"],
  [59_999, "1 min"],
  [3_569_999, "59 min"],
  [3_599_999, "1 h"],
])("%d ms are written %s: no unit reaches one of the next unit", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test("the text of a longer duration is never a shorter time", () => {
  const units = ["ms", "s", "min", "h", "days"];
  const size = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, days: 86_400_000 } as const;
  let last = 0;
  for (let ms = 1; ms < 2e9; ms = Math.ceil(ms * 1.003)) {
    const [number = "", unit = ""] = formatDuration(ms).split(" ");
    expect(units).toContain(unit);
    const read = Number(number) * size[unit as keyof typeof size];
    expect(read).toBeGreaterThanOrEqual(last);
    last = read;
  }
});
