import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Database, openDatabase } from "@headwater/db";
import { readManifestSnapshot } from "@headwater/db/lake";
import { openSchemaRegistry } from "@headwater/db/schemas";
import { ensureSeed, type LakeEngine, openLakeEngine } from "@headwater/lake";
import { type EventLog, openEventLog, type Producer } from "@headwater/log";
import {
  type Envelope,
  encodeEnvelope,
  type ManifestTable,
  quoteLiteral,
} from "@headwater/schemas";
import { createTestDatabase, type TestDatabase } from "@headwater/testkit";
import { compileCache } from "@headwater/testkit/compile-cache";

const ROLE = join(import.meta.dirname, "../src/main.ts");

/** A home with a real database, log and lake; its roles run as processes, as in production. */
export interface PipelineLab {
  readonly home: string;
  readonly database: Database;
  readonly engine: LakeEngine;
  readonly lake: string;
  register(version: number, properties: Record<string, unknown>): Promise<void>;
  append(topic: string, envelopes: readonly Envelope[]): Promise<void>;
  /** Starts a role, or another program in its testDatabase. */
  start(role: string, environment?: Record<string, string>, program?: string): ChildProcess;
  /**
   * Runs a query. `{namespace.table}` in the query stands for the table's files in the manifest.
   */
  query(sql: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Opens the lab on a new database or on the given one, which is removed when the lab closes. */
export async function openPipelineLab(given?: TestDatabase): Promise<PipelineLab> {
  const home = mkdtempSync(join(tmpdir(), "headwater-pipeline-"));
  const testDatabase = given ?? (await createTestDatabase());
  const database = openDatabase(testDatabase.url);
  const log = openLabLog(home);
  const producers = new Map<string, Producer>();
  const children = new Set<ChildProcess>();
  const engine = await openLakeEngine();
  const lake = join(home, "lake");
  return {
    home,
    database,
    engine,
    lake,
    async register(version, properties) {
      const schema = JSON.stringify({ type: "object", properties });
      const name = { namespace: "shop", docType: "visit", version };
      const outcome = await openSchemaRegistry(database).register(name, schema, {
        origin: "user",
        userId: null,
      });
      if (outcome.outcome === "refused") throw new Error(JSON.stringify(outcome));
    },
    async append(topic, envelopes) {
      const producer = producers.get(topic) ?? (await log.producer(topic));
      producers.set(topic, producer);
      await producer.append(
        envelopes.map((envelope) => ({
          parts: encodeEnvelope(envelope),
          timestampMs: Math.floor(envelope.submissionMicros / 1000),
        })),
      );
    },
    start(role, environment = {}, program = ROLE) {
      const child = spawnRole(program, {
        ...compileCache(),
        HEADWATER_HOME: home,
        HEADWATER_ROLES: role,
        HEADWATER_COMMIT_MS: "100",
        DATABASE_URL: testDatabase.url,
        ...environment,
      });
      children.add(child);
      return child;
    },
    async query(sql) {
      const { tables } = await readManifestSnapshot(database);
      let statement = sql;
      for (const table of tables) {
        const name = `{${table.namespace}.${table.table}}`;
        if (!sql.includes(name)) continue;
        statement = statement.replaceAll(name, await sourceOf(engine, lake, table));
      }
      return (await engine.connection.runAndReadAll(statement)).getRowObjectsJson();
    },
    async close() {
      for (const child of children) await stop(child);
      await log.close();
      engine.close();
      await database.close();
      await testDatabase.remove();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function spawnRole(program: string, env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [program], { env, stdio: ["ignore", "ignore", "pipe"] });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => output.push(text));
  return child;
}

async function sourceOf(engine: LakeEngine, lake: string, table: ManifestTable): Promise<string> {
  const { namespace, columns, files } = table;
  const seed = await ensureSeed(lake, { namespace, name: table.table, columns }, engine);
  const paths = [seed, ...files.map(({ path }) => path)];
  const list = paths.map((path) => quoteLiteral(join(lake, path))).join(", ");
  return `read_parquet([${list}], union_by_name = true, hive_partitioning = false)`;
}

/** The output of all processes, which a failing test shows. */
export const output: string[] = [];

function openLabLog(home: string): EventLog {
  return openEventLog({
    kind: "embedded",
    dir: join(home, "log"),
    segmentBytes: 1 << 20,
    reserveBytes: 0,
  });
}

/** Waits for a process to end; resolves with the signal or code that ended it. */
export async function ended(child: ChildProcess): Promise<string> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.signalCode ?? String(child.exitCode);
}

/** Ends a process and waits for its end. */
export async function stop(
  child: ChildProcess,
  signal: NodeJS.Signals = "SIGTERM",
): Promise<string> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  return ended(child);
}

const HANG_MS = 120_000;

/**
 * Calls `ask` until the answer is as wanted; throws an error with the last answer after a limit.
 */
export async function until<T>(
  ask: () => Promise<T>,
  isWanted: (answer: T) => boolean,
): Promise<T> {
  const deadline = performance.now() + HANG_MS;
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    if (performance.now() > deadline)
      throw new Error(`still ${JSON.stringify(answer)}\n${output.join("").slice(-3000)}`);
    await sleep(50);
  }
}

export const NOW_MICROS = Math.floor(Date.now() / 1000) * 1_000_000;

/** Makes a submission of `shop/visit`; it has a new id unless `more` gives one. */
export function visit(
  body: Record<string, unknown> | string,
  more: Partial<Envelope> & { id?: string; version?: number } = {},
): Envelope {
  const { id = randomUUID(), version = 1, ...rest } = more;
  return {
    submissionMicros: NOW_MICROS,
    method: "POST",
    uri: `/submit/shop/visit/${version}/${id}`,
    args: "",
    protocol: "HTTP/1.1",
    host: "edge",
    remoteAddr: "192.0.2.7",
    headers: { "user-agent": "lab", "x-forwarded-for": "192.0.2.9" },
    body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
    ...rest,
  };
}

/** The sums of the accounting as numbers. */
export async function accountingOf({ pool }: Database): Promise<Record<string, number>> {
  const { rows } = await pool.query<Record<string, string | null>>(
    "SELECT sum(accepted) AS accepted, sum(live) AS live, sum(rejected) AS rejected, sum(duplicate) AS duplicate, sum(dropped) AS dropped FROM accounting",
  );
  return Object.fromEntries(
    Object.entries(rows[0] ?? {}).map(([key, value]) => [key, Number(value)]),
  );
}
