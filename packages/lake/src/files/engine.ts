import { rmSync } from "node:fs";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { makeSpillFolder } from "./spill-folder.ts";

/** A DuckDB of its own in this process, one thread; a writer shares it with nobody. */
export interface LakeEngine {
  readonly connection: DuckDBConnection;
  close(): void;
}

interface LakeEngineOptions {
  /** Bound of the engine's own memory; the process takes a few hundred megabytes more. */
  readonly memoryLimitMb?: number;
  /** Folder in which the engine makes one of its own for what does not fit in memory; without it such a statement fails. */
  readonly temporary?: string;
}

/** Opens the engine for reading and writing Parquet: order kept, memory bounded, nothing fetched. */
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
