import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";

const PRISMA_DIR = join(import.meta.dirname, "../../../prisma");
const ENGINE = "@prisma/schema-engine-wasm/schema_engine_bg";

/** The SQL that makes the tables of the Prisma models in an empty database. */
export async function sqlOfModels(databaseUrl: string): Promise<string> {
  const engineModule = await instantiate();
  const factory = bindMigrationAwareSqlAdapterFactory(
    new PrismaPg({ connectionString: databaseUrl }),
  );
  const files = modelFiles();
  const options = { datamodels: files.map((file) => [file.path, file.content]) };
  const engine = await engineModule.SchemaEngine.new(options, () => undefined, factory);
  const result = await engine.diff({
    from: { tag: "empty" },
    to: { tag: "schemaDatamodel", files },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return String(result.stdout ?? "");
}

// The types of the global WebAssembly are in the DOM library, which a server package must not use.
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: object,
  ): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

interface SchemaEngineModule {
  readonly SchemaEngine: {
    new: (
      options: unknown,
      log: () => void,
      adapter: unknown,
    ) => Promise<{ diff(params: unknown): Promise<{ stdout: string | null }> }>;
  };
  __wbg_set_wasm(exports: unknown): void;
}

async function instantiate(): Promise<SchemaEngineModule> {
  const bindings = (await import(ENGINE)) as unknown as SchemaEngineModule;
  const path = createRequire(import.meta.url)
    .resolve(ENGINE)
    .replace(/\.js$/, ".wasm");
  const { instance } = await WebAssembly.instantiate(readFileSync(path), {
    "./schema_engine_bg.js": bindings,
  });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports["__wbindgen_start"] as () => void)();
  return bindings;
}

function modelFiles(): { path: string; content: string }[] {
  const models = readdirSync(join(PRISMA_DIR, "models")).map((name) => join("models", name));
  return ["schema.prisma", ...models].map((path) => ({
    path,
    content: readFileSync(join(PRISMA_DIR, path), "utf8"),
  }));
}
