import { recordAudit } from "@headwater/db/audit";
import { readAccounting, readKnownPaths, readLakeState } from "@headwater/db/lake";
import { openSchemaRegistry } from "@headwater/db/schemas";
import { listInstances } from "@headwater/db/stages";
import { conditionOf, silenceMs } from "@headwater/domain/stages";
import { openLakeEngine, verifyLake } from "@headwater/lake/read";
import { z } from "zod";
import { createApiKey } from "../../server/api-keys.ts";
import { MAX_IMPORT_BYTES } from "../../server/body-limits.ts";
import { type RestContext, readBody } from "./handle.ts";

const importBody = z.object({
  files: z.array(z.object({ path: z.string().max(1000), text: z.string() })).max(5000),
  dryRun: z.boolean().default(false),
});

/** Registers schema files; each has its own outcome, a refused one does not hold up the rest. */
export async function importSchemaFiles(context: RestContext): Promise<object> {
  const { files, dryRun } = importBody.parse(await readBody(context.request, MAX_IMPORT_BYTES));
  const { database, viewer, turns } = context;
  const options = { origin: "user", userId: viewer.id, dryRun } as const;
  const results = await turns.imports.run(() =>
    openSchemaRegistry(database).import(files, options),
  );
  if (!dryRun)
    await recordAudit(database, {
      userId: viewer.id,
      action: "schemas.import",
      details: { files: files.length },
    });
  return { results };
}

/** Every registered schema: name, version, revision, origin. */
export async function listRegistered({ database }: RestContext): Promise<object> {
  return { schemas: await openSchemaRegistry(database).list() };
}

/** Each process with its last sign of life, and the accounting identity. */
export async function readStatus({ database }: RestContext): Promise<object> {
  const instances = await listInstances(database);
  const accounting = await readAccounting(database);
  const now = new Date();
  return {
    stages: instances.map((one) => ({
      stage: one.stage,
      instance: one.instance,
      host: one.host,
      pid: one.pid,
      state: conditionOf(one, now),
      ageSeconds: Math.round(silenceMs(one, now) / 1000),
      startedAt: one.startedAt,
      details: one.details,
    })),
    accounting,
  };
}

/** Reads every file of the manifest and holds it against checksum, rows and accounting. */
export function verifyAll(context: RestContext): Promise<object> {
  return context.turns.verify.run(() => verifyLakeOf(context));
}

async function verifyLakeOf({ database, config }: RestContext): Promise<object> {
  const { files, accounting } = await readLakeState(database);
  // An engine of its own, closed in any case: a check of the whole lake must not take memory from people's statements.
  const engine = await openLakeEngine({ memoryLimitMb: 256 });
  try {
    const options = { root: config.paths.lake, engine, files, accounting, nowMs: Date.now() };
    const findings = await verifyLake({ ...options, knownPaths: () => readKnownPaths(database) });
    return { files: files.length, rows: files.reduce((sum, file) => sum + file.rows, 0), findings };
  } finally {
    engine.close();
  }
}

const keyBody = z.object({ name: z.string().trim().min(1).max(100) });

/** Makes a key of the caller's; it is told once. */
export async function createKey(context: RestContext): Promise<object> {
  const { name } = keyBody.parse(await readBody(context.request));
  return createApiKey(context, context.viewer, name);
}

/** Who the caller is, in Re:dash's shape. */
export async function readSession({ viewer }: RestContext): Promise<object> {
  const { id, name, email, role } = viewer;
  const permissions =
    role === "viewer"
      ? ["view_query", "execute_query"]
      : ["view_query", "execute_query", "create_query", "edit_query"];
  return {
    user: {
      id,
      name,
      email,
      roles: [role],
      permissions: role === "admin" ? [...permissions, "admin"] : permissions,
    },
    org_slug: "default",
    client_config: { basePath: "/" },
  };
}
