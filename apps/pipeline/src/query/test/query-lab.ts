import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Database, openDatabase } from "@headwater/db";
import { startExecution } from "@headwater/db/executions";
import { openManifestStore } from "@headwater/db/lake";
import type { Execution, Origin, Purpose } from "@headwater/domain";
import { isFinal } from "@headwater/domain";
import { openLakeEngine } from "@headwater/lake";
import type { ExecutionProgress, QueryClient } from "@headwater/query";
import { openQueryClient } from "@headwater/query/client";
import {
  type Config,
  loadConfig,
  openLogger,
  openMetrics,
  socketPath,
  systemClock,
} from "@headwater/runtime";
import type { Column, LakeFile } from "@headwater/schemas";
import { createTestDatabase, type TestDatabase } from "@headwater/testkit";
import { startRole } from "../index.ts";

/** A query role with a database, a small lake and users, in a home of its own. */
export interface QueryLab {
  readonly home: string;
  readonly config: Config;
  readonly database: Database;
  readonly client: QueryClient;
  /** Queues a statement; users `ann` (analyst), `vic` (viewer) and `ada` (admin) exist. */
  queue(sql: string, options?: RunOptions): Promise<Execution>;
  /** Runs a statement to its end. */
  run(sql: string, options?: RunOptions): Promise<ExecutionProgress>;
  ended(id: string): Promise<ExecutionProgress>;
  addTable(table: LabTable): Promise<LakeFile[]>;
  close(): Promise<void>;
}

interface RunOptions {
  readonly user?: keyof typeof ROLES;
  readonly parameters?: Record<string, string>;
  readonly timeoutMs?: number;
  readonly rowLimit?: number;
  readonly fresh?: boolean;
  readonly purpose?: Purpose;
  readonly origin?: Origin;
}

interface LabTable {
  readonly namespace: string;
  readonly name: string;
  readonly columns: readonly Column[];
  /** By day, a SELECT that makes the rows of the file of this day. */
  readonly days: Readonly<Record<string, string>>;
}

const ROLES = { ann: "analyst", bob: "analyst", vic: "viewer", ada: "admin" } as const;

/**
 * Opens the lab; `environment` changes settings. The lab uses a new database or the given one,
 * which is removed when the lab closes.
 */
export async function openQueryLab(
  environment: Record<string, string> = {},
  given?: TestDatabase,
): Promise<QueryLab> {
  const home = mkdtempSync(join(tmpdir(), "headwater-query-"));
  const config = loadConfig({ HEADWATER_HOME: home, HEADWATER_LOG_LEVEL: "error", ...environment });
  const testDatabase = given ?? (await createTestDatabase());
  const database = openDatabase(testDatabase.url, { maxConnections: 12 });
  for (const [id, role] of Object.entries(ROLES))
    await database.pool.query(
      "INSERT INTO user_account (id, name, email, role, updated_at) VALUES ($1, $1, $1 || '@example.org', $2, now())",
      [id, role],
    );
  const stop = new AbortController();
  const steps: (() => Promise<void> | void)[] = [];
  await startRole({
    config,
    database,
    logger: openLogger("query", config.logLevel),
    metrics: openMetrics("query"),
    lifecycle: { signal: stop.signal, onStop: (step) => steps.push(step) },
    clock: systemClock,
    crashPoint: () => undefined,
    report: () => undefined,
  });
  const client = openQueryClient(socketPath(config.paths.run, "query"));
  const queue: QueryLab["queue"] = (sql, { user = "ann", ...options } = {}) =>
    startExecution(database, {
      person: { id: user, role: ROLES[user] },
      sql,
      timeoutMs: 60_000,
      purpose: "interactive",
      mostQueued: 1000,
      // Viewers may run only statements that have an origin.
      origin: { kind: "lab", id: "1" },
      ...options,
    });
  const ended: QueryLab["ended"] = async (id) => {
    let after = 0;
    for (;;) {
      const progress = await client.progress({ executionId: id, after, waitMs: 5000 });
      if (isFinal(progress.execution.state)) return progress;
      after = progress.revision;
    }
  };
  return {
    home,
    config,
    database,
    client,
    queue,
    ended,
    run: async (sql, options) => ended((await queue(sql, options)).id),
    addTable: (table) => addTable(database, config.paths.lake, table),
    async close() {
      stop.abort();
      for (const step of steps.reverse()) await step();
      await database.close();
      await testDatabase.remove();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function addTable(database: Database, lake: string, table: LabTable): Promise<LakeFile[]> {
  const { namespace, name, columns, days } = table;
  await database.pool.query(
    "INSERT INTO lake_table (namespace, name, columns) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    [namespace, name, JSON.stringify(columns)],
  );
  const engine = await openLakeEngine();
  const files: LakeFile[] = [];
  for (const [day, select] of Object.entries(days)) {
    const path = join(namespace, name, `submission_date=${day}`, "lab-0-0-0-00000000.parquet");
    const target = join(lake, path);
    mkdirSync(dirname(target), { recursive: true });
    await engine.connection.run(
      `COPY (${select}) TO '${target}' (FORMAT parquet, COMPRESSION zstd)`,
    );
    const counted = await engine.connection.runAndReadAll(`SELECT count(*) FROM '${target}'`);
    const micros = Date.parse(day) * 1000;
    files.push({
      path,
      namespace,
      table: name,
      submissionDate: day,
      minMicros: micros,
      rows: Number(counted.getRows()[0]?.[0]),
      sizeBytes: statSync(target).size,
      sha256: createHash("sha256").update(readFileSync(target)).digest("hex"),
      maxMicros: micros + 86_399_000_000,
    });
  }
  engine.close();
  const store = openManifestStore(database);
  const group = `lab-${namespace}-${name}`;
  const { epoch } = await store.acquire(group);
  await store.land({ group, epoch, offsets: [], files, accounting: [] });
  return files;
}
