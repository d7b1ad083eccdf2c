import { expect, test } from "vitest";
import { filterTree, sqlName, type TreeTable } from "./schema-filter.ts";

const table = (name: string, columns: string[]): TreeTable => ({
  name,
  description: "",
  rows: 1,
  columns: columns.map((column) => ({
    name: column,
    type: "VARCHAR",
    description: "",
    partition: false,
    fields: [],
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

test("odd names are quoted, plain ones are not", () => {
  expect(sqlName("telemetry.main_v4")).toBe("telemetry.main_v4");
  expect(sqlName('odd name"x')).toBe('"odd name""x"');
});

test("a word finds fields and keeps what leads to them", () => {
  const leaf = { type: "VARCHAR", description: "", partition: false, fields: [] };
  const info = {
    ...leaf,
    name: "info",
    type: "STRUCT",
    fields: [
      { ...leaf, name: "reason" },
      { ...leaf, name: "start" },
    ],
  };
  const deep = [
    {
      ...table("t.a", ["id"]),
      columns: [
        { ...leaf, name: "id" },
        { ...info, name: "payload", fields: [info] },
      ],
    },
  ];
  const [one] = filterTree(deep, "reason");
  expect(one?.columns.map(({ name, leads }) => [name, leads])).toEqual([["payload", true]]);
  expect(one?.columns[0]?.fields[0]?.fields.map(({ name }) => name)).toEqual(["reason"]);
  expect(filterTree(deep, "info")[0]?.columns[0]?.fields[0]?.fields).toHaveLength(2);
});
