import { expect, test } from "vitest";
import { orderOfX } from "./x-order.ts";

/** Rows as `series:x` words. */
const order = (text: string) =>
  orderOfX(
    text.split(" ").map((row) => ({ series: row.split(":")[0] ?? "", x: row.slice(2) })),
  ).join("");

test.each([
  ["one series has the order of its rows", "A:c A:a A:b", "cab"],
  ["rows sorted by x keep their order", "A:d B:d A:a C:b B:c A:c", "dabc"],
  ["each name appears once", "A:x B:x A:y B:y A:x", "xy"],
  [
    "sorted series stay sorted if the first series lacks a name",
    "A:a A:d B:a B:c B:d C:b C:d",
    "abcd",
  ],
  ["series in descending order stay descending", "A:d A:a B:c B:b C:d C:b", "dcba"],
  ["unsorted series are merged", "A:q A:b A:z B:q B:m B:z C:k C:q", "kqmbz"],
  [
    "a name at two positions has the position of the first series",
    "A:q A:b A:c B:c B:x B:b",
    "qbcx",
  ],
  ["series of one row each have the order of the rows", "A:z B:y C:x", "zyx"],
])("%s", (_name, rows, expected) => {
  expect(order(rows)).toBe(expected);
});
