import { expect, test } from "vitest";
import { orderOfX } from "./x-order.ts";

/** Rows as `series:x` words. */
const order = (text: string) =>
  orderOfX(
    text.split(" ").map((row) => ({ series: row.split(":")[0] ?? "", x: row.slice(2) })),
  ).join("");

test.each([
  ["one series stands as its rows do", "A:c A:a A:b", "cab"],
  ["rows by x keep their order, whoever has which", "A:d B:d A:a C:b B:c A:c", "dabc"],
  ["each name once", "A:x B:x A:y B:y A:x", "xy"],
  ["sorted series, the first of which lacks a name", "A:a A:d B:a B:c B:d C:b C:d", "abcd"],
  ["series sorted downwards", "A:d A:a B:c B:b C:d C:b", "dcba"],
  ["unsorted series are merged", "A:q A:b A:z B:q B:m B:z C:k C:q", "kqmbz"],
  ["of names at two places the first series' holds", "A:q A:b A:c B:c B:x B:b", "qbcx"],
  ["rows of one name each tell no order but their own", "A:z B:y C:x", "zyx"],
])("%s", (_name, rows, expected) => {
  expect(order(rows)).toBe(expected);
});
