import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Database, openDatabase } from "@headwater/db";
import { startExecution } from "@headwater/db/executions";
import { createUser } from "@headwater/db/people";
import { openSchemaRegistry } from "@headwater/db/schemas";
import { isFinal } from "@headwater/domain";
import { openEventLog } from "@headwater/log";
import { openQueryClient, type QueryClient } from "@headwater/query/client";
import { socketPath } from "@headwater/runtime";
import type { PipelineStack } from "./pipeline-stack.ts";

const SCHEMA = JSON.stringify({
  $schema: "http://json-schema.org/draft-07/schema#",
  type: "object",
  required: ["seq", "hash"],
  properties: { seq: { type: "integer" }, hash: { type: "string" }, padding: { type: "string" } },
});
const DRAIN_MS = 120_000;
const PAGE_ROWS = 10_000;

/** What the judge stands on: the database and SQL as a user sees it. */
export interface Ground {
  readonly database: Database;
  /** All rows of a statement, through the query role. */
  rows(sql: string): Promise<readonly (readonly unknown[])[]>;
  /** Waits until the loader has landed everything the log holds; the records there are. */
  drained(): Promise<number>;
  close(): Promise<void>;
}

/** Registers the schema that the load needs and opens the ways to look. */
export async function openGround(stack: PipelineStack): Promise<Ground> {
  const database = openDatabase(stack.databaseUrl());
  const name = { namespace: "chaos", docType: "ping", version: 1 };
  await openSchemaRegistry(database).register(name, SCHEMA, { origin: "user", userId: null });
  const known = await database.prisma.user.findFirst();
  const user =
    known ??
    (await createUser(database, { email: "oracle@localhost", name: "Oracle", role: "admin" }));
  const query = openQueryClient(socketPath(join(stack.home, "run"), "query"));
  return {
    database,
    rows: (sql) => allRows({ database, query, userId: user.id }, sql),
    drained: () => drained(stack, database),
    close: () => database.close(),
  };
}

interface Asker {
  readonly database: Database;
  readonly query: QueryClient;
  readonly userId: string;
}

/** Looks that a statement gets; a file that is really gone fails each of them. */
const LOOKS = 5;

/**
 * All rows of a statement. The stacks of these tests remove merged files after a second: a statement
 * that was slower than that, on a busy machine, finds an input of its manifest gone and looks again.
 */
async function allRows(asker: Asker, sql: string): Promise<readonly (readonly unknown[])[]> {
  for (let look = 1; ; look += 1) {
    const { id, error } = await runToEnd(asker, sql);
    if (error === null) return pagesOf(asker, id);
    if (error.code !== "integrity" || look === LOOKS) throw new Error(`${sql}: ${error.message}`);
  }
}

async function runToEnd({ database, query, userId }: Asker, sql: string) {
  const { id } = await startExecution(database, {
    person: { id: userId, role: "admin" },
    purpose: "interactive",
    sql,
    timeoutMs: 30_000,
    fresh: true,
  });
  let revision = 0;
  for (;;) {
    const progress = await query.progress({ executionId: id, after: revision, waitMs: 1000 });
    revision = progress.revision;
    const { state, error } = progress.execution;
    if (state === "finished") return { id, error: null };
    if (isFinal(state)) return { id, error: error ?? { code: "unavailable", message: state } };
  }
}

async function pagesOf({ query }: Asker, id: string): Promise<readonly (readonly unknown[])[]> {
  const rows: (readonly unknown[])[] = [];
  for (;;) {
    const page = await query.page({
      executionId: id,
      request: { offset: rows.length, limit: PAGE_ROWS },
    });
    rows.push(...page.rows);
    if (rows.length >= page.totalRows) return rows;
  }
}

async function drained(stack: PipelineStack, database: Database): Promise<number> {
  const log = openEventLog({
    kind: "embedded",
    dir: join(stack.home, "log"),
    segmentBytes: 1,
    reserveBytes: 0,
  });
  const consumer = await log.consumer("unvalidated");
  const deadline = Date.now() + DRAIN_MS;
  try {
    for (;;) {
      const { end } = await consumer.range(0);
      const next = await nextOffset(database);
      if (next === end) return end;
      if (Date.now() > deadline)
        throw new Error(`I10 the loader is at ${next} of ${end} after ${DRAIN_MS / 1000} s`);
      await sleep(200);
    }
  } finally {
    await consumer.close();
    await log.close();
  }
}

async function nextOffset({ pool }: Database): Promise<number> {
  try {
    const { rows } = await pool.query<{ next: string }>(
      "SELECT next_offset AS next FROM log_offset WHERE group_name = 'loader' AND topic = 'unvalidated'",
    );
    return Number(rows[0]?.next ?? 0);
  } catch {
    // The server was just killed: the pool reconnects.
    return -1;
  }
}
