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

/** What the judge reads: the database, and tables by SQL as a user sees them. */
export interface StackAccess {
  readonly database: Database;
  /** Runs a statement through the query role and returns all its rows. */
  rows(sql: string): Promise<readonly (readonly unknown[])[]>;
  /** Waits until the loader has landed all records of the log; returns their number. */
  drained(): Promise<number>;
  close(): Promise<void>;
}

/** Registers the schema that the load needs and opens the access to a stack. */
export async function openStackAccess(stack: PipelineStack): Promise<StackAccess> {
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

interface QueryUser {
  readonly database: Database;
  readonly query: QueryClient;
  readonly userId: string;
}

/** How often a statement is tried; each attempt fails if a file of the lake is really missing. */
const ATTEMPTS = 5;

/**
 * Returns all rows of a statement. The stacks of these tests remove merged files after a second. A
 * statement that takes longer on a busy machine may miss a file of its manifest and is tried again.
 */
async function allRows(user: QueryUser, sql: string): Promise<readonly (readonly unknown[])[]> {
  for (let attempt = 1; ; attempt += 1) {
    const { id, error } = await runToEnd(user, sql);
    if (error === null) return pagesOf(user, id);
    if (error.code !== "integrity" || attempt === ATTEMPTS)
      throw new Error(`${sql}: ${error.message}`);
  }
}

async function runToEnd({ database, query, userId }: QueryUser, sql: string) {
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

async function pagesOf({ query }: QueryUser, id: string): Promise<readonly (readonly unknown[])[]> {
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
