import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Column, type ColumnType, RESERVED_COLUMNS } from "@headwater/schemas";
import { describe, expect, test } from "vitest";
import {
  deriveColumns,
  type JsonSchema,
  pipelineColumns,
  planRegistration,
  snakeCase,
} from "../src/schemas/index.ts";
import { corpusFiles, corpusJson, corpusText, hasCorpus } from "./corpus.ts";

/**
 * A column of the public transpiler. Mode REPEATED is a list, or a map if its fields are key and
 * value.
 */
interface BigQueryColumn {
  readonly name: string;
  readonly type: string;
  readonly mode: string;
  readonly description?: string;
  readonly fields?: readonly BigQueryColumn[];
}

const TYPES: Readonly<Record<string, ColumnType>> = {
  BOOL: { kind: "boolean" },
  INT64: { kind: "bigint" },
  FLOAT64: { kind: "double" },
  STRING: { kind: "varchar" },
  TIMESTAMP: { kind: "timestamp" },
  BYTES: { kind: "blob" },
  JSON: { kind: "json" },
};

function columnOf(source: BigQueryColumn): Column {
  const { name, description } = source;
  const type = typeOf(source);
  return description === undefined ? { name, type } : { name, type, description };
}

function typeOf({ type, mode, fields = [] }: BigQueryColumn): ColumnType {
  const [key, value, ...rest] = fields;
  if (mode === "REPEATED" && key?.name === "key" && rest.length === 0)
    return { kind: "map", value: value === undefined ? { kind: "json" } : typeOf(value) };
  const element: ColumnType =
    type === "RECORD"
      ? { kind: "struct", fields: fields.map(columnOf) }
      : (TYPES[type] ?? { kind: "varchar" });
  return mode === "REPEATED" ? { kind: "list", element } : element;
}

interface TranslateCase {
  readonly name: string;
  readonly compatible: boolean;
  readonly test: {
    readonly json: JsonSchema;
    readonly bigquery: readonly BigQueryColumn[];
    readonly context?: { readonly json_object_path_regex?: string };
  };
}

const cases = corpusFiles("transpiler/translate", ".json").flatMap(
  (path) => corpusJson<{ tests: TranslateCase[] }>(path).tests,
);

function derive({ test: { json, context } }: TranslateCase) {
  const paths = context?.json_object_path_regex;
  return deriveColumns(json, paths === undefined ? {} : { jsonPaths: new RegExp(paths) });
}

/** Removes descriptions, because our column types have none for struct elements and map values. */
const bare = (columns: readonly Column[] | null) =>
  JSON.parse(JSON.stringify(columns, (key, value) => (key === "description" ? undefined : value)));

describe.skipIf(!hasCorpus)("columns of the public corpus", () => {
  test.each(cases.filter((one) => one.compatible))("transpiler case $name", (one) => {
    expect(bare(derive(one))).toEqual(bare(one.test.bigquery.map(columnOf)));
  });

  test.each(cases.filter((one) => !one.compatible))(
    "transpiler case $name: a value without a single type has no column",
    (one) => {
      const kinds = (derive(one) ?? []).map((column) => column.type.kind);
      expect(kinds).not.toContain("varchar");
    },
  );

  test("all 515 name vectors give their column name", () => {
    const vectors = corpusFiles("transpiler/casing", ".csv").flatMap((path) =>
      corpusText(path)
        .trim()
        .split(/\r?\n/)
        .map((line) => line.split(",") as [string, string]),
    );
    expect(vectors).toHaveLength(515);
    expect(vectors.filter(([key, name]) => snakeCase(key) !== name)).toEqual([]);
  });

  const tables = corpusFiles("columns", ".bq");
  const listOf = (path: string) => corpusJson<BigQueryColumn[]>(path).map(columnOf);

  test("all 32 derived tables are exact", () => {
    const differing = tables.filter((path) => {
      const schema = corpusJson<JsonSchema>(path.replace(/\.bq$/, ".schema.json"));
      const expected = listOf(path).filter(({ name }) => !RESERVED_COLUMNS.has(name));
      return JSON.stringify(deriveColumns(schema)) !== JSON.stringify(expected);
    });
    process.stdout.write(
      `derived tables: ${tables.length - differing.length} of ${tables.length} exact\n`,
    );
    expect(tables).toHaveLength(32);
    expect(differing).toEqual([]);
  });

  test("every derived table has the pipeline's own columns, without three fields of metadata", () => {
    const ours = bare(pipelineColumns("structured")) as Column[];
    for (const path of tables) {
      const reserved = (bare(listOf(path)) as Column[]).filter(({ name }) =>
        RESERVED_COLUMNS.has(name),
      );
      const mine = ours
        .filter(({ name }) => RESERVED_COLUMNS.has(name))
        .map((column) => (column.name === "metadata" ? withoutDocument(column) : column));
      expect(mine).toEqual(reserved);
    }
  });

  test("the public main ping over the demo's is an additive change", () => {
    const name = { namespace: "telemetry", docType: "main", version: 4 };
    const path = "telemetry/main/main.4.schema.json";
    const ours = readFileSync(join(import.meta.dirname, "../../schemas/demo", path), "utf8");
    const first = planRegistration(name, ours, null);
    const columns = first.outcome === "registered" ? first.columns : [];
    expect(columns.length).toBeGreaterThan(10);
    const theirs = corpusText(join("pipeline-schemas/schemas", path));
    const second = planRegistration(name, theirs, { schema: ours, columns });
    expect(second).toMatchObject({ outcome: "additive" });
  });
});

function withoutDocument({ name, type }: Column): Column {
  const fields = type.kind === "struct" ? type.fields : [];
  return {
    name,
    type: {
      kind: "struct",
      fields: fields.filter((field) => !field.name.startsWith("document_")),
    },
  };
}
