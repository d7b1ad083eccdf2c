import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { SchemaRegistry } from "@headwater/db/schemas";
import { DEMO_TYPES } from "@headwater/domain/demo";
import type { Logger } from "@headwater/runtime";

/** Reads the demo's schemas as files of a schema repository. */
export function readDemoSchemas(): { path: string; text: string }[] {
  const { resolve } = createRequire(import.meta.url);
  return DEMO_TYPES.map(({ schemaPath }) => ({
    path: schemaPath,
    text: readFileSync(resolve(`@headwater/schemas/demo/${schemaPath}`), "utf8"),
  }));
}

/** Registers the demo's schemas, except for names under which a user has registered a schema. */
export async function registerDemoSchemas(registry: SchemaRegistry, logger: Logger): Promise<void> {
  const known = await registry.list();
  const files = readDemoSchemas();
  for (const [index, type] of DEMO_TYPES.entries()) {
    const file = files[index];
    const isUsers = known.some(
      ({ namespace, docType, version, origin }) =>
        namespace === type.namespace &&
        docType === type.docType &&
        version === type.version &&
        origin !== "demo",
    );
    if (isUsers || file === undefined) continue;
    const outcome = await registry.register(type, file.text, { origin: "demo", userId: null });
    if (outcome.outcome === "refused")
      logger.warn(
        { schema: outcome.schema, reasons: outcome.reasons },
        "a demo schema was refused",
      );
  }
}
