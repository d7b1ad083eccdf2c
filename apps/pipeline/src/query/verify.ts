import { readKnownPaths, readLakeState } from "@headwater/db/lake";
import { openLakeEngine, verifyLake } from "@headwater/lake";
import type { CallOutput } from "@headwater/query";
import type { QueryContext } from "./query-context.ts";

/** Memory limit of the engine that verifies: people's statements need the memory. */
const MEMORY_MB = 256;

/** Reads every file of the manifest and compares the checksums, the rows and the accounting. */
export async function verifyTheLake({
  database,
  lakeRoot: root,
  clock,
}: Pick<QueryContext, "database" | "lakeRoot" | "clock">): Promise<CallOutput<"verify">> {
  const { files, accounting } = await readLakeState(database);
  // The verification has an engine of its own, so that its memory limit affects no other work.
  const engine = await openLakeEngine({ memoryLimitMb: MEMORY_MB });
  try {
    const findings = await verifyLake({
      root,
      engine,
      files,
      accounting,
      nowMs: clock.now().getTime(),
      knownPaths: () => readKnownPaths(database),
    });
    return { files: files.length, rows: files.reduce((sum, file) => sum + file.rows, 0), findings };
  } finally {
    engine.close();
  }
}
