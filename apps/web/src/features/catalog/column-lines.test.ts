import { expect, test } from "vitest";
import { columnLines } from "./column-lines.ts";

const varchar = { kind: "varchar" } as const;

test("fields follow their parent and have the path that SQL uses", () => {
  const lines = columnLines([
    {
      name: "payload",
      type: {
        kind: "struct",
        fields: [
          {
            name: "info",
            type: {
              kind: "struct",
              fields: [{ name: "reason", type: varchar, description: "why" }],
            },
          },
        ],
      },
    },
  ]);
  expect(lines.map(({ path, depth, type }) => [path, depth, type])).toEqual([
    ["payload", 0, "STRUCT"],
    ["payload.info", 1, "STRUCT"],
    ["payload.info.reason", 2, "VARCHAR"],
  ]);
  expect(lines[2]?.description).toBe("why");
});

test("fields inside lists and maps are found, and the path marks the list or map", () => {
  const lines = columnLines([
    {
      name: "steps",
      type: {
        kind: "list",
        element: { kind: "struct", fields: [{ name: "ms", type: { kind: "double" } }] },
      },
    },
    {
      name: "by_key",
      type: {
        kind: "map",
        value: { kind: "struct", fields: [{ name: "n", type: { kind: "bigint" } }] },
      },
    },
  ]);
  expect(lines.map(({ path, type }) => [path, type])).toEqual([
    ["steps", "STRUCT[]"],
    ["steps[].ms", "DOUBLE"],
    ["by_key", "MAP(VARCHAR, STRUCT)"],
    ["by_key{}.n", "BIGINT"],
  ]);
});
