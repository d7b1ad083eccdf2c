import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance, StatementType } from "@duckdb/node-api";
import { harmlessStatements, hiddenStatements } from "@headwater/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import { allowListOf, type EngineFunction } from "../src/gate/allow-list.ts";
import { judge } from "../src/gate/judge.ts";
import type { JudgedText } from "../src/gate/verdict.ts";

// These tests compare the gate's verdict with the engine's own reading of a text, without the other
// layers of protection.
const COUNT = 8000;
const GRANTED = new Set(["shop.visit"]);
const folder = mkdtempSync(join(tmpdir(), "headwater-hidden-"));
let instance: DuckDBInstance;
let connection: DuckDBConnection;
let judged: (sql: string) => ReturnType<typeof judge>;

beforeAll(async () => {
  instance = await DuckDBInstance.create(":memory:", { threads: "1", memory_limit: "256MB" });
  connection = await instance.connect();
  for (const statement of [
    "CREATE SCHEMA shop",
    "CREATE TABLE shop.visit AS SELECT 1 AS v",
    "CREATE SCHEMA hidden",
    "CREATE TABLE hidden.secret_v1 AS SELECT 1 AS v",
    "CREATE SEQUENCE s",
  ])
    await connection.run(statement);
  const reader = await connection.runAndReadAll(
    "SELECT function_name AS name, function_type AS kind, stability, schema_name AS schema FROM duckdb_functions()",
  );
  const allow = allowListOf(reader.getRowObjectsJson() as unknown as EngineFunction[]);
  const serialize = async (sql: string) => {
    const answer = await connection.runAndReadAll(
      "SELECT json_serialize_sql($1::VARCHAR, skip_null := true, skip_empty := true, skip_default := true)",
      [sql],
    );
    return String(answer.getRows()[0]?.[0]);
  };
  judged = (sql) => judge(sql, allow, serialize);
});

afterAll(() => {
  connection.closeSync();
  instance.closeSync();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * Runs a text that the gate has allowed, without any other protection, and returns true if the run
 * does no harm.
 */
async function isHarmless({ prefix, text }: JudgedText, hidden: string): Promise<boolean> {
  const sql = `${prefix}${text}`;
  try {
    const statements = await connection.extractStatements(sql);
    if (statements.count !== 1) return false;
    const prepared = await statements.prepare(0);
    const { statementType } = prepared;
    if (statementType !== StatementType.SELECT && statementType !== StatementType.EXPLAIN)
      return false;
    await prepared.run();
    prepared.destroySync();
  } catch (error) {
    // The engine reports an unknown name only if it has searched for the name. The excerpt of the
    // statement in the message does not count.
    return !String(error)
      .replace(/\n\nLINE[\s\S]*/, "")
      .includes("canary");
  }
  // The statement ran, so the hidden text must be in a comment, in a string or after the end of the
  // statement.
  return readdirSync(folder).length === 0 && isMasked(text, hidden);
}

/** True if the hidden text disappears when comments and strings are removed. */
function isMasked(text: string, hidden: string): boolean {
  const bare = text
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''")
    .replace(/E'(?:[^'\\]|\\.)*'/g, "''")
    .replace(/'(?:[^']|'')*'/g, "''")
    .replace(/--[^\n\r]*/g, " ")
    .replace(/\/\*(?:[^*/]|\*(?!\/)|\/(?!\*)|\/\*[\s\S]*?\*\/)*\*\//g, " ");
  return !bare.includes(hidden.replace(/'(?:[^']|'')*'/g, "''"));
}

it("no forbidden text runs, wherever it is hidden", async () => {
  const sums = { tried: 0, refused: 0, harmless: 0 };
  const escaped: string[] = [];
  for (const { sql, hidden } of hiddenStatements(20_261_127, COUNT)) {
    const statement = sql.replaceAll("CANARY", join(folder, "canary"));
    const verdict = await judged(statement);
    sums.tried += 1;
    const isGranted =
      verdict.allowed &&
      verdict.tables.every(({ schema, name }) =>
        GRANTED.has(`${schema}.${name}`.toLowerCase().replace(/^main\./, "")),
      );
    if (!verdict.allowed || !isGranted) sums.refused += 1;
    else if (await isHarmless(verdict.run, hidden)) sums.harmless += 1;
    else escaped.push(statement);
  }
  process.stdout.write(
    `hidden statements: ${sums.tried} tried, ${sums.refused} refused, ${sums.harmless} harmless, ${escaped.length} escaped\n`,
  );
  expect(escaped.slice(0, 20)).toEqual([]);
  expect(sums.refused).toBeGreaterThan(COUNT * 0.8);
});

it("a call whose value changes between two runs is known as volatile", async () => {
  const reader = await connection.runAndReadAll(
    "SELECT DISTINCT function_name FROM duckdb_functions() WHERE len(parameters) = 0 AND function_type IN ('scalar', 'macro')",
  );
  const calls = [
    ...reader.getRows().map(([name]) => `"${String(name)}"()`),
    ...["age(TIMESTAMP '2020-01-01 00:00:00')", "uuid()", "random()"],
  ];
  const answerOf = async (sql: string) => {
    const answer = await connection.runAndReadAll(sql);
    return String(answer.getRows()[0]?.[0]);
  };
  let changing = 0;
  for (const call of calls) {
    const sql = `SELECT ${call}`;
    const verdict = await judged(sql);
    if (!verdict.allowed) continue;
    const first = await answerOf(sql).catch(() => null);
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (first === null || (await answerOf(sql)) === first) continue;
    changing += 1;
    expect(verdict, call).toMatchObject({ volatile: true });
  }
  expect(changing).toBeGreaterThan(5);
});

it.each([
  ["EXPLAIN (ANALYZE, FORMAT json) SELECT 1", "EXPLAIN takes no options here"],
  ["SELECT reservoir_quantile(v, 0.5) FROM shop.visit", null],
  [
    "WITH RECURSIVE t(a, b) USING KEY (a) AS (SELECT 1, 2 UNION SELECT a + 1, b FROM recurring.t WHERE a < 3) FROM t",
    null,
  ],
])("the verdict on %s: %s", async (sql, message) => {
  const verdict = await judged(sql);
  if (message === null) expect(verdict).toMatchObject({ allowed: true });
  else expect(verdict).toMatchObject({ error: { message: expect.stringContaining(message) } });
});

it.each(harmlessStatements())("a harmless text in the same place is allowed: %s", async (sql) => {
  expect(await judged(sql)).toMatchObject({ allowed: true });
});
