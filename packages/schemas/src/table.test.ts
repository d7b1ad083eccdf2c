import { expect, test } from "vitest";
import { type ColumnType, quoteIdentifier, quoteLiteral, sqlType } from "./table.ts";

const bigint: ColumnType = { kind: "bigint" };

test.each([
  [{ kind: "json" }, "VARCHAR"],
  [{ kind: "timestamp" }, "TIMESTAMP"],
  [{ kind: "list", element: bigint }, "BIGINT[]"],
  [{ kind: "map", value: { kind: "list", element: bigint } }, "MAP(VARCHAR, BIGINT[])"],
  [
    {
      kind: "struct",
      fields: [
        { name: "a", type: bigint },
        { name: 'b"c', type: { kind: "double" } },
      ],
    },
    'STRUCT("a" BIGINT, "b""c" DOUBLE)',
  ],
] as [ColumnType, string][])("%j is %s in SQL", (type, sql) => {
  expect(sqlType(type)).toBe(sql);
});

test("quotes inside names and texts are doubled", () => {
  expect(quoteIdentifier('a"b')).toBe('"a""b"');
  expect(quoteLiteral("it's")).toBe("'it''s'");
});
