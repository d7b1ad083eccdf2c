import type { ResultColumn } from "@headwater/domain";
import { expect, test } from "vitest";
import { drawnPart, guessMapping, readMapping } from "./mapping.ts";

const column = (name: string, kind: ResultColumn["kind"]): ResultColumn => ({
  name,
  kind,
  type: kind.toUpperCase(),
});
const day = column("day", "time");
const channel = column("channel", "text");
const clients = column("clients", "number");
const hours = column("hours", "number");
const id = column("client_id", "number");

test.each([
  [
    "a time and a number make a line",
    [day, clients],
    [
      ["d1", 1],
      ["d2", 2],
    ],
    "line",
    "day",
    ["clients"],
    null,
  ],
  [
    "a text with few values becomes the series",
    [day, channel, clients],
    [
      ["d1", "a", 1],
      ["d1", "b", 2],
      ["d2", "a", 1],
    ],
    "line",
    "day",
    ["clients"],
    "channel",
  ],
  [
    "the time is x at any position",
    [clients, channel, day],
    [
      [1, "a", "d1"],
      [2, "a", "d2"],
    ],
    "line",
    "day",
    ["clients"],
    "channel",
  ],
  [
    "text and numbers make bars",
    [channel, clients, hours],
    [
      ["a", 1, 2],
      ["b", 2, 3],
    ],
    "bar",
    "channel",
    ["clients", "hours"],
    null,
  ],
  [
    "two numbers make a scatter",
    [clients, hours],
    [
      [1, 2],
      [3, 4],
    ],
    "scatter",
    "clients",
    ["hours"],
    null,
  ],
  ["one number in one row is a counter", [clients], [[1]], "counter", null, ["clients"], null],
  [
    "an identifier is not a measure",
    [channel, id, clients],
    [
      ["a", 1, 2],
      ["b", 2, 3],
    ],
    "bar",
    "channel",
    ["clients"],
    null,
  ],
  [
    "without a number rows are counted",
    [channel],
    [["a"], ["b"]],
    "bar",
    "channel",
    ["channel"],
    null,
  ],
] as const)("%s", (...[, columns, rows, type, x, y, series]) => {
  expect(guessMapping(columns, rows)).toMatchObject({ type, x, y, series });
});

test("a text with as many values as rows is not a series", () => {
  const rows = [
    ["d1", "a", 1],
    ["d2", "b", 2],
  ];
  expect(guessMapping([day, channel, clients], rows).series).toBeNull();
});

test("a counter draws neither x nor series, and the other types draw both", () => {
  const mapping = { x: "day", y: ["clients"], series: "channel", aggregate: "sum" } as const;
  expect(drawnPart({ ...mapping, type: "counter" })).toMatchObject({ x: null, series: null });
  expect(drawnPart({ ...mapping, type: "bar" })).toMatchObject(mapping);
});

test("a stored mapping is preferred to the guess, and invalid parts fall back to the guess", () => {
  const guess = guessMapping([day, clients], []);
  expect(
    readMapping("bar", { x: "day", y: ["clients"], series: null, aggregate: "sum" }, guess),
  ).toEqual({
    type: "bar",
    x: "day",
    y: ["clients"],
    series: null,
    aggregate: "sum",
  });
  expect(readMapping("hologram", { y: 3, aggregate: "median" }, guess)).toEqual(guess);
  expect(readMapping("line", null, guess)).toEqual(guess);
});
