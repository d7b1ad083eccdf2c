import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "pg";

const MODELS = join(import.meta.dirname, "../../../prisma/models");

/**
 * One column, constraint or index of a database as a text, so that two databases can be compared.
 */
export interface CatalogueLine {
  readonly line: string;
  /** The two tables of a foreign key; null for everything else. */
  readonly foreignKey: { readonly from: string; readonly to: string } | null;
}

/**
 * Reads columns, constraints and indexes, without check constraints, which the models can't
 * express.
 */
export async function readCatalogue(client: Client): Promise<CatalogueLine[]> {
  const { rows } = await client.query<{ line: string; from: string | null; to: string | null }>(`
    SELECT concat_ws(' ', 'column', c.table_name, c.column_name, c.udt_name, c.datetime_precision, c.is_nullable, c.column_default) AS line, NULL AS "from", NULL AS "to"
    FROM information_schema.columns c WHERE c.table_schema = 'public'
    UNION ALL
    SELECT concat_ws(' ', 'constraint', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)), a.relname, b.relname
    FROM pg_constraint k LEFT JOIN pg_class a ON k.contype = 'f' AND a.oid = k.conrelid LEFT JOIN pg_class b ON k.contype = 'f' AND b.oid = k.confrelid
    WHERE k.connamespace = 'public'::regnamespace AND k.contype NOT IN ('n', 'c', 't')
    UNION ALL
    SELECT 'index ' || indexdef, NULL, NULL FROM pg_indexes WHERE schemaname = 'public'
    ORDER BY 1`);
  return rows
    .filter(({ line }) => !line.includes("schema_migration"))
    .map(({ line, from, to }) => ({
      line,
      foreignKey: from === null || to === null ? null : { from, to },
    }));
}

/** The file of `prisma/models` that defines each table. */
export function tableFiles(): Map<string, string> {
  const files = readdirSync(MODELS).map((name) => [name, readFileSync(join(MODELS, name), "utf8")]);
  return new Map(
    files.flatMap(([name = "", text = ""]) =>
      [...text.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)].map(([, model = "", body = ""]) => [
        /^ *@@map\("(\w+)"\)/m.exec(body)?.[1] ?? model,
        name,
      ]),
    ),
  );
}

/**
 * The differences between migrations and models. A foreign key between tables of two model files
 * may be only in the migrations: in Prisma's language it would need a line in the model of the
 * other table.
 */
export function disagreements(
  fromMigrations: readonly CatalogueLine[],
  fromModels: readonly CatalogueLine[],
  fileOf: ReadonlyMap<string, string>,
): string[] {
  const has = (lines: readonly CatalogueLine[], { line }: CatalogueLine) =>
    lines.some((other) => other.line === line);
  const isBetweenFiles = ({ foreignKey }: CatalogueLine): boolean => {
    if (foreignKey === null) return false;
    const [from, to] = [fileOf.get(foreignKey.from), fileOf.get(foreignKey.to)];
    return from !== undefined && to !== undefined && from !== to;
  };
  return [
    ...fromModels
      .filter((one) => !has(fromMigrations, one))
      .map(({ line }) => `only in the models: ${line}`),
    ...fromMigrations
      .filter((one) => !has(fromModels, one) && !isBetweenFiles(one))
      .map(({ line }) => `only in the migrations: ${line}`),
  ];
}
