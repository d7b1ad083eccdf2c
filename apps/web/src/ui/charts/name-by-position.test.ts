import type { ResultColumn } from "@headwater/domain";
import { expect, test } from "vitest";
import type { ChartMapping } from "./mapping.ts";
import { nameByPosition } from "./name-by-position.ts";
import { prepareChart } from "./prepare.ts";

const text = (name: string): ResultColumn => ({ name, type: "VARCHAR", kind: "text" });
const number = (name: string): ResultColumn => ({ name, type: "BIGINT", kind: "number" });
const mapping: ChartMapping = {
  type: "bar",
  x: "channel",
  y: ["channel"],
  series: null,
  aggregate: "count",
};

test("a chart can count the rows of its own x column", () => {
  const named = nameByPosition([text("channel"), number("channel")], mapping);
  expect(named.mapping.y).toEqual(["rows"]);
  const chart = prepareChart(
    { columns: named.columns, rows: [["beta", 3]], reducedFrom: 3 },
    named.mapping,
  );
  expect(chart.drawable && chart.points).toEqual([{ x: "beta", s0: 3 }]);
});

test("a column that is both x and a sum gets two different names", () => {
  const columns = [number("n"), number("n"), text("n (values)")];
  const asked = { ...mapping, x: "n", y: ["n"], series: "n (values)", aggregate: "sum" } as const;
  const { columns: named, mapping: drawn } = nameByPosition(columns, asked);
  expect(new Set(named.map(({ name }) => name)).size).toBe(3);
  expect(drawn.y).toEqual([named[1]?.name]);
});

test("unique names stay, also the server's name for counted rows", () => {
  const asked = { ...mapping, y: [] };
  const columns = [text("channel"), number("count")];
  expect(nameByPosition(columns, asked)).toEqual({ columns, mapping: { ...asked, y: ["count"] } });
});
