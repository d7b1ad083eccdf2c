import { expect, test } from "vitest";
import { foreignTables, readOwners } from "./tables.ts";

const owners = [
  { table: "saved_query", model: "savedQuery", owner: "saved-queries" },
  { table: "session", model: "session", owner: "people" },
];
const found = (path: string, text: string) =>
  foreignTables([{ path, text, lines: 1, isTest: false }], owners).map((place) =>
    place.slice(place.indexOf(" ") + 1),
  );

test.each([
  ["packages/db/src/demo/x.ts", "`DELETE FROM saved_query WHERE 1`", 1],
  ["packages/db/src/demo/x.ts", "`SELECT 1 FROM a JOIN saved_query q ON true`", 1],
  ["packages/db/src/demo/x.ts", "await prisma.savedQuery.count({})", 1],
  ["packages/db/src/saved-queries/x.ts", "`DELETE FROM saved_query`", 0],
  // Tables of the lake have a namespace; prose is no SQL.
  ["packages/db/src/demo/x.ts", "`SELECT * FROM session.visit`", 0],
  ["packages/db/src/demo/x.ts", "`FROM demo_fleet.session`", 0],
  ["packages/db/src/demo/x.ts", "// taken from session to session", 0],
  ["apps/web/src/features/x/y.ts", "await context.database.pool.query('SELECT 1')", 1],
  ["apps/pipeline/src/x/y.ts", "const { prisma } = context.database;", 1],
  ["apps/web/src/server/auth.ts", "prismaAdapter(database.prisma, {})", 0],
])("%s with %s: %i", (path, text, count) => {
  expect(found(path, text)).toHaveLength(count);
});

test("every table of the models has one owner", () => {
  const tables = readOwners().map(({ table }) => table);
  expect(tables.length).toBeGreaterThan(20);
  expect(new Set(tables).size).toBe(tables.length);
  expect(readOwners()).toContainEqual({
    table: "saved_query",
    model: "savedQuery",
    owner: "saved-queries",
  });
});
