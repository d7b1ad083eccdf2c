import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";

const PRISMA_DIR = join(import.meta.dirname, "../../../prisma");
const ENGINE = "@prisma/schema-engine-wasm/schema_engine_bg";

/** SQL that turns what the migrations make (or nothing, for "empty") into what the Prisma models say; a comment only if they agree. `databaseUrl` serves as shadow database. */
export async function diffToModels(
  databaseUrl: string,
  from: "migrations" | "empty",
): Promise<string> {
  const engineModule = await instantiate();
  const factory = bindMigrationAwareSqlAdapterFactory(
    new PrismaPg({ connectionString: databaseUrl }),
  );
  const files = modelFiles();
  const options = { datamodels: files.map((file) => [file.path, file.content]) };
  const engine = await engineModule.SchemaEngine.new(options, () => undefined, factory);
  const result = await engine.diff({
    from: from === "empty" ? { tag: "empty" } : { tag: "migrations", ...migrationList() },
    to: { tag: "schemaDatamodel", files },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return String(result.stdout ?? "");
}

function migrationList(): object {
  const baseDir = join(PRISMA_DIR, "migrations");
  return {
    baseDir,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"' },
    shadowDbInitScript: "",
    migrationDirectories: readdirSync(baseDir)
      .filter((name) => name.endsWith(".sql"))
      .sort()
      .map((name) => ({
        path: name.replace(/\.sql$/, ""),
        migrationFile: {
          path: name,
          content: { tag: "ok", value: readFileSync(join(baseDir, name), "utf8") },
        },
      })),
  };
}

// The WebAssembly global has no types without the DOM library, which a server package must not see.
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
