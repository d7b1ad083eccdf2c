import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

/** A DuckDB of its own in this process, one thread; a writer shares it with nobody. */
export interface LakeEngine {
  readonly connection: DuckDBConnection;
  close(): void;
}

/** Opens the engine for writing Parquet: order kept, no progress output, memory bounded. */
export async function openLakeEngine(memoryLimitMb = 768): Promise<LakeEngine> {
  const instance = await DuckDBInstance.create(":memory:", {
    threads: "1",
    memory_limit: `${memoryLimitMb}MB`,
    preserve_insertion_order: "true",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  return {
    connection,
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
