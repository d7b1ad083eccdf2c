import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { columnName, deriveColumns, type JsonSchema } from "@headwater/domain/schemas";
import {
  type Column,
  type ColumnType,
  quoteIdentifier,
  quoteLiteral,
  sqlType,
} from "@headwater/schemas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { timestampMicros } from "../src/index.ts";
import { type LakeLab, MICROS, openLakeLab, rowOf, sourceOf, tableOf } from "./lake-lab.ts";

const NAMED = process.env["HEADWATER_CORPUS"];
const CORPUS = NAMED ?? join(import.meta.dirname, "../../../../shared/data");
const PINGS = join(CORPUS, "firefox/pings.ndjson");
const isThere = existsSync(PINGS);
if (!isThere) process.stdout.write(`skipped: no real pings at ${PINGS} (set HEADWATER_CORPUS)\n`);

interface Ping {
  readonly type: string;
  readonly schema: string;
  readonly document: Record<string, unknown>;
}

function readPings(): Ping[] {
  const lines = readFileSync(PINGS, "utf8").trim().split("\n");
  return lines.map((line) => {
    const { url, body } = JSON.parse(line) as { url: string; body: string };
    const [, , namespace, second, third = ""] = new URL(url, "http://edge").pathname.split("/");
    const [folder, docType, version] =
      namespace === "telemetry" ? ["pipeline-schemas", third, 4] : ["generated-schemas", second, 1];
    const schema = `${folder}/schemas/${namespace}/${docType}/${docType}.${version}.schema.json`;
    return { type: `${namespace}.${docType}`, schema, document: JSON.parse(body) };
  });
}

const MISSING = Symbol("missing");

/**
 * The value to give to the engine's own JSON reader: a second, slower implementation of the same
 * rules.
 */
function expected(type: ColumnType, value: unknown): unknown {
  switch (type.kind) {
    case "boolean":
      return typeof value === "boolean" ? value : MISSING;
    case "bigint":
      if (typeof value === "boolean") return Number(value);
      return Number.isInteger(value) ? value : MISSING;
    case "double":
      return typeof value === "number" || typeof value === "boolean" ? Number(value) : MISSING;
    case "varchar":
      return typeof value === "string" ? value : JSON.stringify(value);
    case "json":
      return JSON.stringify(value);
    case "timestamp": {
      const micros = typeof value === "string" ? timestampMicros(value) : null;
      return micros === null ? MISSING : new Date(Number(micros) / 1000).toISOString().slice(0, -1);
    }
    case "list":
      if (!Array.isArray(value) || value.length === 0) return MISSING;
      return value.map((item) => {
        const element = item === null ? MISSING : expected(type.element, item);
        return element === MISSING
          ? item !== null && type.element.kind === "struct"
            ? {}
            : null
          : element;
      });
    case "map": {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return MISSING;
      const entries = Object.entries(value).map(([key, item]) => {
        const isEmptyList = Array.isArray(item) && item.length === 0;
        // A sent key stays, even with an empty list.
        return [key, isEmptyList && type.value.kind === "list" ? [] : expected(type.value, item)];
      });
      const fitting = entries.filter(([, item]) => item !== MISSING);
      return fitting.length === 0 ? MISSING : Object.fromEntries(fitting);
    }
    case "struct":
      return expectedObject(type.fields, value);
    default:
      return MISSING;
  }
}

function expectedObject(fields: readonly Column[], value: unknown): unknown {
  if (typeof value !== "object" || value === null) return MISSING;
  const found: Record<string, unknown> = {};
  const isTuple = Array.isArray(value);
  for (const [name, item] of Object.entries(value)) {
    const key = isTuple ? `f${name}_` : name;
    const field =
      fields.find(({ name }) => name === key) ??
      fields.find(({ name }) => name === columnName(key));
    if (field === undefined || item === null || field.name in found) continue;
    const mapped = expected(field.type, item);
    if (mapped !== MISSING) found[field.name] = mapped;
  }
  return Object.keys(found).length === 0 ? MISSING : found;
}

describe.skipIf(!isThere)("the writer against the engine's own typed JSON reader", () => {
  let lab: LakeLab;
  beforeAll(async () => {
    lab = await openLakeLab();
  });
  afterAll(() => lab.close());

  const pings = isThere ? readPings() : [];
  const types = [...Map.groupBy(pings, ({ type }) => type)];

  it("has all 58 real pings of 15 types", () => {
    expect([pings.length, types.length]).toEqual([58, 15]);
  });

  it.each(types)("%s: no row differs", async (type, documents) => {
    const schema = JSON.parse(readFileSync(join(CORPUS, documents[0]?.schema ?? ""), "utf8"));
    const table = tableOf(deriveColumns(schema as JsonSchema) ?? [], columnName(type));
    const file = await lab.writer.write({
      table,
      submissionDate: "2026-03-01",
      stem: "golden-0-0-0",
      rows: documents.map(({ document }) => rowOf(document)),
    });
    const json = join(lab.root, `${type}.ndjson`);
    const stamp = new Date(MICROS / 1000).toISOString().slice(0, -1);
    const mapped = documents.map(({ document }) => ({
      ...(expectedObject(table.columns, document) as object),
      submission_timestamp: stamp,
    }));
    writeFileSync(json, mapped.map((row) => JSON.stringify(row)).join("\n"));
    const columns = table.columns.map(
      (column) => `${quoteLiteral(column.name)}: ${quoteLiteral(sqlType(column.type))}`,
    );
    const typed = `read_json(${quoteLiteral(json)}, format = 'newline_delimited', columns = {${columns.join(", ")}})`;
    const names = table.columns.map(({ name }) => quoteIdentifier(name)).join(", ");
    const landed = await sourceOf(lab, table, [file]);
    const differing = await lab.query(
      `SELECT 'landed' AS only, * FROM (SELECT ${names} FROM ${landed} EXCEPT ALL SELECT ${names} FROM ${typed})
       UNION ALL BY NAME
       SELECT 'typed' AS only, * FROM (SELECT ${names} FROM ${typed} EXCEPT ALL SELECT ${names} FROM ${landed})`,
    );
    expect(differing).toEqual([]);
    expect(await lab.query(`SELECT count(*)::INT AS n FROM ${landed}`)).toEqual([
      { n: documents.length },
    ]);
  });
});
