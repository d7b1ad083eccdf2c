import { createHash } from "node:crypto";
import { join } from "node:path";
import type { ClaimedExecution } from "@headwater/db/executions";
import { atOneMoment } from "@headwater/db/lake";
import { type ExecutionError, isBatch } from "@headwater/domain";
import { readableTables, resolveTables, securityContext } from "@headwater/domain/query";
import type { Person } from "@headwater/domain/rights";
import { ensureSeed, type LakeEngine } from "@headwater/lake";
import {
  type GateVerdict,
  type JudgedText,
  lineAndColumn,
  type NamedTable,
  pathLength,
  planViews,
  shorten,
  similarNames,
  type ViewPlan,
  type ViewTable,
} from "@headwater/query";
import { ACCOUNTING } from "./accounting.ts";
import { withAliases } from "./catalogue.ts";
import { findDamage } from "./integrity.ts";
import type { QueryContext } from "./query-context.ts";

/** The plan of a statement that may run: its text, its tables and its cache key. */
export interface ExecutionPlan {
  /** The text that the gate has judged and allowed. */
  readonly run: JudgedText;
  readonly views: ViewPlan;
  /** True if the statement reads the table of counts. */
  readonly accounting: boolean;
  /** Null if two runs can have different results. */
  readonly cacheKey: string | null;
  readonly manifestCommit: number;
  /** `namespace.table` of each table that the statement names. */
  readonly tables: readonly string[];
  /** Names of the columns that the statement can read. */
  readonly columns: readonly string[];
  /** Bytes of the files that the statement can read. */
  readonly bytes: number;
}

export type PlanOutcome =
  | { readonly ok: true; readonly plan: ExecutionPlan }
  | { readonly ok: false; readonly error: ExecutionError };

/** Plans a statement: judges its text, checks the rights on its tables and finds their files. */
export async function planExecution(
  context: QueryContext,
  { execution, role }: ClaimedExecution,
): Promise<PlanOutcome> {
  const { sql, parameters, userId, purpose, sourceId } = execution;
  const verdict = await context.engine.judge(sql, {
    userId,
    lane: isBatch(purpose) ? "background" : "interactive",
  });
  if (!verdict.allowed) return { ok: false, error: verdict.error };
  const missing = verdict.parameters.find((name) => parameters[name] === undefined);
  if (missing !== undefined)
    return {
      ok: false,
      error: { code: "binder", message: `The parameter $${missing} has no value. Give it one.` },
    };
  const user = { id: userId, role };
  const { names, readable, tables, unknown, snapshot } = await resolve(context, user, verdict);
  if (unknown !== null) return { ok: false, error: unknownTable(sql, unknown, readable) };
  const files = snapshot.tables.flatMap((table) => table.files);
  const damage = await findDamage(context.lakeRoot, files);
  if (damage !== null) return { ok: false, error: damage };
  const accounting = tables.some(isCounts);
  const views = planViews(context.lakeRoot, await withSeeds(context, snapshot.tables, names));
  const key = {
    source: sourceId,
    engine: context.engine.version,
    context: securityContext(user),
    sql,
    parameters: Object.entries(parameters).sort(),
    rowLimit: execution.rowLimit,
    views,
  };
  return {
    ok: true,
    plan: {
      run: verdict.run,
      views,
      accounting,
      cacheKey: verdict.volatile || accounting ? null : sha256(JSON.stringify(key)),
      manifestCommit: snapshot.commitId,
      tables: tables.map(({ namespace, table }) => `${namespace}.${table}`),
      columns: snapshot.tables.flatMap((table) => table.columns.map(({ name }) => name)),
      bytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    },
  };
}

/** Finds the tables that a statement names, and their files, at one moment of the lake. */
function resolve(context: QueryContext, user: Person, verdict: GateVerdict & { allowed: true }) {
  return atOneMoment(context.database, async (moment) => {
    const { names } = await context.catalogue.at(moment);
    const readable = readableTables(user, names);
    const { tables, unknown } = resolveTables(verdict.tables, readable);
    const snapshot = await moment.snapshot(tables.filter((table) => !isCounts(table)));
    return { names, readable, tables, unknown, snapshot };
  });
}

function isCounts({ namespace, table }: { namespace: string; table: string }): boolean {
  return namespace === ACCOUNTING.namespace && table === ACCOUNTING.table;
}

async function withSeeds(
  context: QueryContext,
  tables: Parameters<typeof withAliases>[0],
  names: Parameters<typeof withAliases>[0] | readonly { namespace: string; table: string }[],
): Promise<ViewTable[]> {
  const everywhere = names.map(({ namespace, table }) => ({
    namespace,
    table,
    columns: [],
    files: [],
  }));
  const aliases = new Map(
    withAliases(everywhere).map((one) => [
      `${one.table.namespace}.${one.table.table}`,
      one.aliases,
    ]),
  );
  return Promise.all(
    tables.map(async (table) => ({
      table,
      aliases: aliases.get(`${table.namespace}.${table.table}`) ?? [],
      seed: await context.seedOf(table),
    })),
  );
}

/**
 * Opens the seed files of tables, one empty file for each table. Their folder has the name of a
 * partition, because files with and without a partition can't be read together.
 */
export function openSeeds(folder: string, engine: () => Promise<LakeEngine>) {
  const root = join(folder, "submission_date=1970-01-01");
  const made = new Map<string, Promise<string>>();
  return (table: { namespace: string; table: string; columns: ViewTable["table"]["columns"] }) => {
    const definition = { namespace: table.namespace, name: table.table, columns: table.columns };
    const key = sha256(JSON.stringify(definition));
    const seed =
      made.get(key) ??
      engine().then(async (open) => join(root, await ensureSeed(root, definition, open)));
    made.set(key, seed);
    // A failure, e.g. of a full disk, must not stay in the map.
    seed.catch(() => made.delete(key));
    return seed;
  };
}

/** The error for an unknown table, with the names of similar tables. */
export function unknownTable(
  sql: string,
  unknown: NamedTable,
  readable: readonly { namespace: string; table: string }[],
): ExecutionError {
  const name = unknown.schema === "" ? unknown.name : `${unknown.schema}.${unknown.name}`;
  const names = readable.map(({ namespace, table }) => `${namespace}.${table}`);
  const candidates = similarNames(name, names);
  const hint = unknown.schema === "" ? " Write the name of a table as namespace.table." : "";
  return {
    code: "catalog",
    message: `There is no table ${shorten(name)}.${hint}`,
    ...(unknown.offset === null
      ? {}
      : { ...lineAndColumn(sql, unknown.offset), length: pathLength(sql, unknown.offset) }),
    ...(candidates.length > 0 ? { candidates } : {}),
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
