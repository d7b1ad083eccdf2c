import type { LakeFile } from "@headwater/schemas";
import { describe, expect, it } from "vitest";
import { type AccountingTotals, checkSums } from "./verify.ts";

const file = (namespace: string, table: string, rows: number) =>
  ({ namespace, table, rows }) as LakeFile;
const FILES = [
  file("shop", "visit_v1", 7),
  file("shop", "order_v1", 2),
  file("pipeline", "rejected", 3),
];
const RIGHT: AccountingTotals = { accepted: 15, live: 9, rejected: 3, duplicate: 2, dropped: 1 };

describe("the sums", () => {
  const cases: [string, Partial<AccountingTotals>, string[]][] = [
    ["add up", {}, []],
    ["have one accepted submission too many", { accepted: 16 }, ["accepted"]],
    ["miss a row", { accepted: 16, live: 10 }, ["live"]],
    ["have a rejected row too many", { accepted: 14, rejected: 2 }, ["rejected"]],
    ["differ in all", { live: 1, rejected: 1 }, ["accepted", "live", "rejected"]],
  ];
  it.each(cases)("%s", (_name, change, subjects) => {
    const findings = checkSums(FILES, { ...RIGHT, ...change });
    expect(findings.map(({ subject }) => subject)).toEqual(subjects);
  });
});
