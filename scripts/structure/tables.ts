import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ROOT, type SourceFile } from "./sources.ts";

/** A table, its Prisma model, and the capability that owns both. */
export interface OwnedTable {
  readonly table: string;
  readonly model: string;
  readonly owner: string;
}

/** The owner of each table is the file of `prisma/models` that declares it. */
export function readOwners(): OwnedTable[] {
  const folder = join(ROOT, "prisma/models");
  return readdirSync(folder).flatMap((file) =>
    ownersOf(basename(file, ".prisma"), readFileSync(join(folder, file), "utf8")),
  );
}

function ownersOf(owner: string, text: string): OwnedTable[] {
  return [...text.matchAll(/^model (\w+) \{(.*?)^\}/gms)].map(([, model = "", body = ""]) => ({
    owner,
    model: `${model.charAt(0).toLowerCase()}${model.slice(1)}`,
    table: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? model,
  }));
}

const CALLS = "find\\w+|create\\w*|update\\w*|upsert|delete\\w*|count|aggregate|groupBy";
/** Our own tables have no namespace in SQL; a name with a namespace is a table of the lake. */
const IN_SQL = "FROM|JOIN|INTO|UPDATE|TRUNCATE|TABLE";
/** The sign-in library uses its own adapter for the tables of people. */
const ADAPTER = "apps/web/src/server/auth.ts";

/**
 * Places outside of the owner's store that use a table, and places outside of `packages/db` that
 * use the database's pool or Prisma client.
 */
export function foreignTables(
  sources: readonly SourceFile[],
  owners: readonly OwnedTable[],
): string[] {
  return sources.flatMap((file) => {
    const inside = /^packages\/db\/src\/([\w-]+)\//.exec(file.path)?.[1];
    const others = owners.filter(({ owner }) => owner !== inside);
    return file.text.split("\n").flatMap((line, index) => {
      const found = misuse(line, others) ?? usesDatabaseInternals(file.path, line);
      return found === null ? [] : [`${file.path}:${index + 1} ${found}`];
    });
  });
}

function misuse(line: string, others: readonly OwnedTable[]): string | null {
  for (const { table, model, owner } of others) {
    const sql = new RegExp(`\\b(${IN_SQL})\\s+(ONLY\\s+)?"?${table}"?(?![\\w.])`);
    const call = new RegExp(`\\.${model}\\.(${CALLS})\\(`);
    if (sql.test(line) || call.test(line)) return `uses ${table}, which ${owner} owns`;
  }
  return null;
}

function usesDatabaseInternals(path: string, line: string): string | null {
  if (path.startsWith("packages/db/") || path === ADAPTER) return null;
  return /\b(database|db)\.(prisma|pool)\b|\{ (prisma|pool)[ ,}].*database/i.test(line)
    ? "takes the pool or Prisma out of the database"
    : null;
}
