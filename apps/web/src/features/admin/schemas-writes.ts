import type { Database } from "@headwater/db";
import { recordAudit } from "@headwater/db/audit";
import { openSchemaRegistry } from "@headwater/db/schemas";
import { type SchemaFile, type SchemaName, tableNameOf } from "@headwater/domain/schemas";
import type { Context } from "../../server/context.ts";
import type { Viewer } from "../../server/session.ts";
import { columnLines } from "../catalog/public.ts";

/** Lists every registered schema. */
export async function listSchemas(database: Database) {
  return openSchemaRegistry(database).list();
}

/** Reads one schema with its text and the columns of its table. */
export async function schemaDetail(database: Database, name: SchemaName) {
  const found = await openSchemaRegistry(database).get(name);
  if (found === null) return null;
  const table = tableNameOf(found);
  const { namespace, docType, version, revision, origin, schema } = found;
  return {
    namespace,
    docType,
    version,
    revision,
    origin,
    schema,
    table: `${table.namespace}.${table.name}`,
    columns: columnLines(found.columns),
  };
}

/**
 * Registers schema files. Each file has its own outcome; a refused file does not stop the others.
 */
export async function importSchemas(
  { database, turns }: Pick<Context, "database" | "turns">,
  viewer: Viewer,
  { files, dryRun }: { readonly files: readonly SchemaFile[]; readonly dryRun: boolean },
) {
  const options = { origin: "user", userId: viewer.id, dryRun } as const;
  const outcomes = await turns.imports.run(() =>
    openSchemaRegistry(database).import(files, options),
  );
  if (!dryRun)
    await recordAudit(database, {
      userId: viewer.id,
      action: "schemas.import",
      details: {
        files: files.length,
        refused: outcomes.filter((one) => one.outcome === "refused").length,
      },
    });
  return outcomes.map(({ schema, outcome, added, reasons, warnings }) => ({
    schema,
    outcome,
    ...(added === undefined ? {} : { added: [...added] }),
    ...(reasons === undefined ? {} : { reasons: [...reasons] }),
    ...(warnings === undefined ? {} : { warnings: [...warnings] }),
  }));
}
