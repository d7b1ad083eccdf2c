import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { quoteIdentifier, quoteLiteral, sqlType, type TableDefinition } from "@headwater/schemas";
import { makeFolder, publish, removeOnFailure, TEMPORARY } from "./durable.ts";
import { type LakeEngine, openLakeEngine } from "./engine.ts";

/**
 * Path, relative to the lake root, of the seed of a table revision: a Parquet file without rows
 * that has every column. Readers read the seed first, with `union_by_name = true`, because a data
 * file has only the columns that had values.
 */
export function seedFile({ namespace, name, columns }: TableDefinition): string {
  const hash = createHash("sha256");
  for (const column of columns) hash.update(`${column.name} ${sqlType(column.type)}\n`);
  return join(namespace, name, "_seed", `${hash.digest("hex").slice(0, 16)}.parquet`);
}

/**
 * Writes the seed of a table revision unless the seed exists; returns its path relative to the lake
 * root. Several processes may call this at once. Without the caller's engine the function opens an
 * engine for this one call.
 */
export async function ensureSeed(
  root: string,
  table: TableDefinition,
  engine?: LakeEngine,
): Promise<string> {
  const path = seedFile(table);
  if (existsSync(join(root, path))) return path;
  const writing = engine ?? (await openLakeEngine());
  try {
    await writeSeed(root, path, { table, engine: writing });
  } finally {
    if (engine === undefined) writing.close();
  }
  return path;
}

async function writeSeed(
  root: string,
  path: string,
  { table, engine }: { table: TableDefinition; engine: LakeEngine },
): Promise<void> {
  const target = join(root, path);
  await makeFolder(root, join(target, ".."));
  const temporary = `${target}.${randomBytes(4).toString("hex")}${TEMPORARY}`;
  const columns = table.columns.map(
    ({ name, type }) => `CAST(NULL AS ${sqlType(type)}) AS ${quoteIdentifier(name)}`,
  );
  await removeOnFailure(temporary, async () => {
    await engine.connection.run(
      `COPY (SELECT ${columns.join(", ")} LIMIT 0) TO ${quoteLiteral(temporary)} (FORMAT parquet)`,
    );
    await publish(temporary, target, () => undefined);
  });
}
