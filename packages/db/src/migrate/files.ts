import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One SQL file of `prisma/migrations`. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
  /** Whether the whole file is one transaction, or each of its statements is one. */
  readonly mode: "transaction" | "statements";
}

const ANY_MARKER = /^--\s*headwater\b/i;
const NO_TRANSACTION = "-- headwater: no transaction";

// The folder is computed in a function, because a bundled copy of this file has no such folder.
const migrationsFolder = (): string => join(import.meta.dirname, "../../../../prisma/migrations");

/** Reads the migrations of a folder in the order of their names. */
export function readMigrations(folder = migrationsFolder()): Migration[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name), "utf8");
      const checksum = createHash("sha256").update(sql).digest("hex");
      return { name, sql, checksum, mode: modeOf(name, sql) };
    });
}

// An unknown marker must not count as a comment: the file would run in a mode that its author did
// not want.
function modeOf(name: string, sql: string): Migration["mode"] {
  const [firstLine = ""] = sql.split(/\r?\n/, 1);
  if (firstLine.trimEnd() === NO_TRANSACTION) return "statements";
  if (!ANY_MARKER.test(firstLine)) return "transaction";
  throw new Error(`Migration ${name}: its first line may only be "${NO_TRANSACTION}".`);
}

/** The statements of a file without a transaction; empty lines separate the statements. */
export function statementsOf(sql: string): string[] {
  return sql
    .split(/\r?\n(?:[ \t]*\r?\n)+/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph.split("\n").some((line) => !/^\s*(--|$)/.test(line)));
}
