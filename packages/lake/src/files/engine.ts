import { rmSync } from "node:fs";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { makeSpillFolder } from "./spill-folder.ts";

/** A private DuckDB instance in this process with one thread; each writer has its own. */
export interface LakeEngine {
  readonly connection: DuckDBConnection;
  close(): void;
}

interface LakeEngineOptions {
  /** Limit of the engine's own memory; the process needs a few hundred megabytes more. */
  readonly memoryLimitMb?: number;
  /**
   * Folder for a subfolder with data that does not fit into memory; without it a statement with too
   * much data fails.
   */
  readonly temporary?: string;
}

/**
 * Opens the engine for reading and writing Parquet. The engine keeps the order of rows, has a
 * memory limit, and downloads no extensions.
 */
export async function openLakeEngine({
  memoryLimitMb = 768,
  temporary,
}: LakeEngineOptions = {}): Promise<LakeEngine> {
  const spill = temporary === undefined ? null : makeSpillFolder(temporary);
  const instance = await DuckDBInstance.create(":memory:", {
    threads: "1",
    memory_limit: `${memoryLimitMb}MB`,
    preserve_insertion_order: "true",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    temp_directory: spill ?? "",
  });
  const connection = await instance.connect();
  return {
    connection,
    close() {
      connection.closeSync();
      instance.closeSync();
      if (spill !== null) rmSync(spill, { recursive: true, force: true });
    },
  };
}
