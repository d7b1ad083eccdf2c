import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { quoteLiteral } from "@headwater/schemas";
import type { ProcessOptions } from "./options.ts";

/**
 * Opens an engine that downloads no extensions and keeps no secrets. External access stays on until
 * `lockDown`, which grants files first.
 */
export async function openEngine(
  options: ProcessOptions,
): Promise<{ instance: DuckDBInstance; connection: DuckDBConnection }> {
  const instance = await DuckDBInstance.create(":memory:", {
    threads: String(options.threads),
    memory_limit: `${options.memoryMb}MB`,
    temp_directory: options.spill ?? "",
    max_temp_directory_size: `${options.spillMb}MB`,
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
    allow_persistent_secrets: "false",
  });
  const connection = await instance.connect();
  // The first statement of an instance is slow, so it runs before a user waits.
  await connection.run("SELECT 42");
  return { instance, connection };
}

interface Grants {
  /** Exact files. */
  readonly paths: readonly string[];
  readonly folders: readonly string[];
}

/**
 * Takes away the access to everything but the granted files and folders, for good, and checks the
 * result. The order matters: turning external access off freezes the grants, and the lock freezes
 * every setting.
 */
export async function lockDown(connection: DuckDBConnection, grants: Grants): Promise<void> {
  const list = (values: readonly string[]) => `[${values.map(quoteLiteral).join(", ")}]`;
  await connection.run(`SET allowed_paths = ${list(grants.paths)}`);
  await connection.run(`SET allowed_directories = ${list(grants.folders)}`);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
  const reader = await connection.runAndReadAll(
    "SELECT current_setting('enable_external_access'), current_setting('lock_configuration'), len(current_setting('allowed_directories'))",
  );
  const [external, locked, folders] = reader.getRows()[0] ?? [];
  // The engine adds its own spill folder to the list; any other folder is an error.
  const few = Number(folders) <= grants.folders.length + 1;
  if (external !== false || locked !== true || !few)
    throw new Error("the engine did not accept its lock");
}
