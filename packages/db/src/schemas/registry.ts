import {
  type NamedTable,
  nameWarnings,
  type PipelineMetadata,
  planRegistration,
  readPipelineMetadata,
  type SchemaFile,
  type SchemaName,
  type SchemaProblem,
  schemaNameOf,
  tableNameOf,
  withoutMark,
} from "@headwater/domain/schemas";
import type { Column } from "@headwater/schemas";
import type { PoolClient } from "pg";
import type { Database } from "../client.ts";
import { putTable } from "../lake/index.ts";
import { LOCKS } from "../locks.ts";
import { withinTransaction } from "../transaction.ts";
import { trialProblem } from "./trial.ts";

/** A registered document schema. */
export interface RegisteredSchema extends SchemaName {
  readonly revision: number;
  readonly origin: "user" | "demo";
  /** The registered JSON Schema text without a change. */
  readonly schema: string;
  readonly metadata: PipelineMetadata;
  readonly columns: readonly Column[];
}

/** A schema in a list, without its text. */
export interface SchemaSummary extends SchemaName {
  readonly revision: number;
  readonly origin: string;
  readonly updatedAt: Date;
}

/** The outcome for one file of an import. */
export interface ImportOutcome {
  /** `namespace/docType/version`, or the path of a file that is not a schema. */
  readonly schema: string;
  readonly outcome: "registered" | "additive" | "unchanged" | "refused";
  readonly added?: readonly string[];
  readonly reasons?: readonly SchemaProblem[];
  /** Effects of a registered schema that its author may not expect. */
  readonly warnings?: readonly SchemaProblem[];
}

export interface ImportOptions {
  readonly origin: "user" | "demo";
  readonly userId: string | null;
  /** True if the outcome is only computed and nothing is changed. */
  readonly dryRun?: boolean;
}

/**
 * The registry of document schemas: each version has one table, whose columns are never removed.
 */
export interface SchemaRegistry {
  list(): Promise<SchemaSummary[]>;
  get(name: SchemaName): Promise<RegisteredSchema | null>;
  /** Registers one schema; a refusal is an outcome and not an error. */
  register(name: SchemaName, text: string, options: ImportOptions): Promise<ImportOutcome>;
  /**
   * Registers files of a schema repository one by one: after a refused file the others are still
   * registered.
   */
  import(files: readonly SchemaFile[], options: ImportOptions): Promise<ImportOutcome[]>;
}

/** A row of `schema_version` as the driver returns it. */
export interface SchemaRow {
  namespace: string;
  doc_type: string;
  version: number;
  revision: number;
  origin: "user" | "demo";
  schema: string;
  metadata: unknown;
  columns: Column[];
  created_at: Date;
  updated_at: Date;
}

/** Channel that notifies the query role of changed schemas; no role relies on the notification. */
export const SCHEMA_CHANNEL = "schema_changed";

/** Opens the registry of a database. */
export function openSchemaRegistry(database: Database): SchemaRegistry {
  const { pool } = database;
  const register: SchemaRegistry["register"] = (name, text, options) =>
    withinTransaction(
      database,
      (client) => registerWithin(client, { name, text: withoutMark(text), options }),
      { dryRun: options.dryRun === true },
    );
  return {
    register,
    async list() {
      const { rows } = await pool.query<SchemaRow>(
        "SELECT namespace, doc_type, version, revision, origin, updated_at FROM schema_version ORDER BY 1, 2, 3",
      );
      return rows.map((row) => ({
        ...nameOf(row),
        revision: row.revision,
        origin: row.origin,
        updatedAt: row.updated_at,
      }));
    },
    async get({ namespace, docType, version }) {
      const { rows } = await pool.query<SchemaRow>(
        "SELECT * FROM schema_version WHERE namespace = $1 AND doc_type = $2 AND version = $3",
        [namespace, docType, version],
      );
      return rows[0] === undefined ? null : schemaOfRow(rows[0]);
    },
    async import(files, options) {
      const outcomes: ImportOutcome[] = [];
      for (const file of files) {
        const name = schemaNameOf(file.path);
        const reasons = [
          { path: file.path, reason: "expected <namespace>/<type>/<type>.<version>.schema.json" },
        ];
        outcomes.push(
          name === null
            ? { schema: file.path, outcome: "refused", reasons }
            : await register(name, file.text, options),
        );
      }
      return outcomes;
    },
  };
}

interface Entry {
  readonly name: SchemaName;
  readonly text: string;
  readonly options: ImportOptions;
}

async function registerWithin(
  client: PoolClient,
  { name, text, options }: Entry,
): Promise<ImportOutcome> {
  const label = `${name.namespace}/${name.docType}/${name.version}`;
  const table = tableNameOf(name);
  // Two simultaneous imports for one table must not both find the table missing.
  await client.query("SELECT pg_advisory_xact_lock($1, hashtext($2))", [
    LOCKS.schema,
    `${table.namespace}.${table.name}`,
  ]);
  const clash = await findClash(client, name);
  if (clash !== null)
    return { schema: label, outcome: "refused", reasons: [{ path: "", reason: clash }] };
  const key = [name.namespace, name.docType, name.version];
  const { rows } = await client.query<SchemaRow>(
    "SELECT * FROM schema_version WHERE namespace = $1 AND doc_type = $2 AND version = $3",
    key,
  );
  const plan = planRegistration(name, text, rows[0] ?? null);
  if (plan.outcome === "refused") return { schema: label, ...plan };
  if (plan.outcome === "unchanged") return { schema: label, outcome: "unchanged" };
  const problem = trialProblem(text);
  if (problem !== null)
    return { schema: label, outcome: "refused", reasons: [{ path: "", reason: problem }] };
  const warnings = [...(await warningsOf(client, name)), ...plan.warnings];
  await client.query(
    `INSERT INTO schema_version (namespace, doc_type, version, schema, metadata, columns, origin, created_by, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now())
     ON CONFLICT (namespace, doc_type, version) DO UPDATE SET schema = $4, metadata = $5, columns = $6, origin = CASE WHEN schema_version.origin = 'user' THEN 'user' ELSE $7 END, revision = schema_version.revision + 1, updated_at = now()`,
    [
      ...key,
      text,
      JSON.stringify(plan.metadata),
      JSON.stringify(plan.columns),
      options.origin,
      options.userId,
    ],
  );
  await putTable(client, {
    ...table,
    docType: name.docType,
    version: name.version,
    columns: plan.columns,
    origin: options.origin,
  });
  await client.query("SELECT pg_notify($1, $2)", [SCHEMA_CHANNEL, label]);
  return {
    schema: label,
    outcome: plan.outcome,
    ...(plan.added.length > 0 ? { added: plan.added } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

/** Two names that would have the same table (`a-b` and `a_b`) can't both be registered. */
async function findClash(client: PoolClient, name: SchemaName): Promise<string | null> {
  const { rows } = await client.query<SchemaRow>(
    "SELECT namespace, doc_type, version FROM schema_version WHERE version = $1 AND (namespace, doc_type) <> ($2, $3)",
    [name.version, name.namespace, name.docType],
  );
  const table = sqlName(name);
  const other = rows.map(nameOf).find((one) => sqlName(one) === table);
  return other === undefined
    ? null
    : `its table ${table} belongs to ${other.namespace}/${other.docType}`;
}

async function warningsOf(client: PoolClient, name: SchemaName): Promise<SchemaProblem[]> {
  const { rows } = await client.query<SchemaRow>(
    "SELECT namespace, doc_type, version FROM schema_version WHERE (namespace, doc_type, version) <> ($1, $2, $3)",
    [name.namespace, name.docType, name.version],
  );
  return nameWarnings(
    namedTable(name),
    rows.map((row) => namedTable(nameOf(row))),
  );
}

function namedTable(name: SchemaName): NamedTable {
  const { namespace, docType } = name;
  return { namespace, docType, table: tableNameOf(name).name };
}

function sqlName(name: SchemaName): string {
  const { namespace, name: table } = tableNameOf(name);
  return `${namespace}.${table}`;
}

function nameOf(row: SchemaRow): SchemaName {
  return { namespace: row.namespace, docType: row.doc_type, version: row.version };
}

/** Makes a schema from its row. */
export function schemaOfRow(row: SchemaRow): RegisteredSchema {
  const { namespace, docType, version } = nameOf(row);
  const { revision, origin, schema, columns } = row;
  const metadata = expiryFrom(readPipelineMetadata(row.metadata), row);
  return { namespace, docType, version, revision, origin, schema, metadata, columns };
}

/**
 * Ignores an end of the collection that had passed when the schema was first registered here: this
 * end belongs to the platform from which the schema comes. An end in a later revision counts.
 */
function expiryFrom(
  metadata: PipelineMetadata,
  { revision, created_at }: SchemaRow,
): PipelineMetadata {
  const registeredOn = created_at.toISOString().slice(0, 10);
  const foreign =
    revision === 1 && metadata.collectThrough !== null && metadata.collectThrough < registeredOn;
  return foreign ? { ...metadata, collectThrough: null } : metadata;
}

/** True if a person has registered a schema; schemas of the demo do not count. */
export async function hasOwnSchemas({ pool }: Pick<Database, "pool">): Promise<boolean> {
  const { rows } = await pool.query<{ found: boolean }>(
    "SELECT EXISTS (SELECT FROM schema_version WHERE origin = 'user') AS found",
  );
  return rows[0]?.found ?? false;
}
