import { planRegistration } from "@headwater/domain/schemas";
import type { Column, ColumnType } from "@headwater/schemas";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LakeLab, openLakeLab, rowOf, sourceOf, tableOf } from "./lake-lab.ts";

const varchar: ColumnType = { kind: "varchar" };
const COLUMNS: Column[] = [
  { name: "additional_properties", type: varchar },
  { name: "client_id", type: varchar },
  { name: "document_id", type: varchar },
  { name: "normalized_channel", type: varchar },
  { name: "sample_id", type: { kind: "bigint" } },
];

let lab: LakeLab;
beforeAll(async () => {
  lab = await openLakeLab();
});
afterAll(() => lab.close());

async function land(document: Record<string, unknown>, fields: Record<string, unknown>) {
  const table = tableOf(COLUMNS, `reserved_${Object.keys(document).join("_").toLowerCase()}_v1`);
  const base = rowOf(document);
  const file = await lab.writer.write({
    table,
    submissionDate: "2026-03-01",
    stem: "t-0-0-0",
    rows: [{ ...base, fields: { ...base.fields, ...fields } }],
  });
  const [row] = await lab.query(`SELECT * FROM ${await sourceOf(lab, table, [file])}`);
  return row;
}

test("a document's keys with names of the pipeline's columns, in any spelling, stay additional properties", async () => {
  const forged = { sampleId: 7, normalized_channel: "release", additional_properties: "x" };
  expect(await land(forged, { document_id: "d", sample_id: null })).toMatchObject({
    document_id: "d",
    sample_id: null,
    normalized_channel: null,
    additional_properties: JSON.stringify(forged),
  });
});

test("the client id of the document is used if the pipeline has no client id", async () => {
  expect(await land({ clientId: "c" }, { client_id: null })).toMatchObject({
    client_id: "c",
    additional_properties: "{}",
  });
  expect(await land({ client_id: "c" }, { client_id: "p" })).toMatchObject({
    client_id: "p",
    additional_properties: '{"client_id":"c"}',
  });
});

test("a namespace is refused if and only if its tables can't be read without quotes", async () => {
  const keywords = await lab.query("SELECT DISTINCT keyword_name AS name FROM duckdb_keywords()");
  const words = keywords.map(({ name }) => String(name)).filter((word) => !isDatabase(word));
  const wrong: string[] = [];
  for (const word of [...words, "unnest", "excluded", "recurring", "pg_temp"]) {
    await lab.query(`CREATE SCHEMA "${word}"`);
    await lab.query(`CREATE VIEW "${word}".x_v1 AS SELECT 1 AS a`);
    if ((await isReadable(word)) !== isRegistered(word)) wrong.push(word);
  }
  expect(words).toContain("lateral");
  expect(wrong).toEqual([]);
});

/** Names of the engine's databases, which are refused for another reason. */
const isDatabase = (word: string): boolean => word === "system" || word === "temp";

function isRegistered(namespace: string): boolean {
  const schema = JSON.stringify({ type: "object", properties: { a: { type: "string" } } });
  return (
    planRegistration({ namespace, docType: "x", version: 1 }, schema, null).outcome === "registered"
  );
}

/** True if the engine understands each way to name a table of a namespace. */
async function isReadable(namespace: string): Promise<boolean> {
  const table = `${namespace}.x_v1`;
  const statements = [
    `SELECT ${table}.a FROM ${table}`,
    `SELECT * FROM ${table} AS one JOIN ${table} AS other USING (a)`,
    `FROM range(1), ${table}`,
    `DESCRIBE ${table}`,
    `SUMMARIZE ${table}`,
  ];
  try {
    for (const sql of statements) await lab.query(sql);
    return true;
  } catch {
    return false;
  }
}
