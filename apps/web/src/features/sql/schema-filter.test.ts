import { expect, test } from "vitest";
import { filterTree, sqlName, type TreeTable } from "./schema-filter.ts";

const table = (name: string, columns: string[]): TreeTable => ({
  name,
  description: "",
  rows: 1,
  columns: columns.map((column) => ({
    name: column,
    type: "VARCHAR",
  })),
});
const tables = [
  table("telemetry.main_v4", ["client_id", "sample_id"]),
  table("telemetry.crash_v4", ["crash_date"]),
  table("demo.session_v1", ["client_id", "country"]),
];
const found = (text: string) =>
  filterTree(tables, text).map(
    (one) => `${one.name}: ${one.columns.map((column) => column.name).join(" ")}`,
  );

test.each([
  [
    "",
    [
      "telemetry.main_v4: client_id sample_id",
      "telemetry.crash_v4: crash_date",
      "demo.session_v1: client_id country",
    ],
  ],
  ["CRASH", ["telemetry.crash_v4: crash_date"]],
  ["client", ["telemetry.main_v4: client_id", "demo.session_v1: client_id"]],
  ["demo client", ["demo.session_v1: client_id"]],
  ["client demo", []],
])("%o finds", (text, expected) => {
  expect(found(text)).toEqual(expected);
});

test("names with special characters are quoted, plain names are not", () => {
  expect(sqlName("telemetry.main_v4")).toBe("telemetry.main_v4");
  expect(sqlName('odd name"x')).toBe('"odd name""x"');
});

test("a word finds fields and keeps the columns that contain them", () => {
  const leaf = (name: string) => ({ name, type: "VARCHAR" });
  const info = { name: "info", type: "STRUCT", fields: [leaf("reason"), leaf("start")] };
  const payload = { name: "payload", type: "STRUCT", fields: [info] };
  const deep = [{ ...table("t.a", []), columns: [leaf("id"), payload] }];
  expect(filterTree(deep, "reason")[0]?.columns).toEqual([
    { ...payload, leads: true, fields: [{ ...info, leads: true, fields: [leaf("reason")] }] },
  ]);
  expect(filterTree(deep, "info")[0]?.columns).toEqual([{ ...payload, leads: true }]);
});
