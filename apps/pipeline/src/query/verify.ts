import { readKnownPaths, readLakeState } from "@headwater/db/lake";
import { openLakeEngine, verifyLake } from "@headwater/lake";
import type { CallOutput } from "@headwater/query";
import type { QueryDesk } from "./query-desk.ts";

/** Memory of the check's engine: the check must not take room from people's statements. */
const MEMORY_MB = 256;

/** Reads every file of the manifest and holds it against checksum, rows and accounting. */
export async function verifyTheLake({
  database,
  lakeRoot: root,
  clock,
}: Pick<QueryDesk, "database" | "lakeRoot" | "clock">): Promise<CallOutput<"verify">> {
  const { files, accounting } = await readLakeState(database);
  // An engine of its own, closed in any case.
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
