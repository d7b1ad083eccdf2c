/** A function as the engine's catalogue lists it. */
export interface EngineFunction {
  readonly name: string;
  readonly kind: string;
  /** CONSISTENT, CONSISTENT_WITHIN_QUERY or VOLATILE; null for macros and table functions. */
  readonly stability: string | null;
  readonly schema: string;
}

/** The functions that statements may call; all others are refused. */
export interface AllowList {
  readonly scalars: ReadonlySet<string>;
  readonly tableFunctions: ReadonlySet<string>;
  /**
   * Allowed functions whose value can differ between two runs; results with them are not cached.
   */
  readonly volatile: ReadonlySet<string>;
  /** Every name of a function of the engine, to tell a refused function from an unknown one. */
  readonly known: ReadonlySet<string>;
}

// These functions compute rows from their arguments. Every other table function reads files,
// catalogues, settings or SQL text.
const TABLE_FUNCTIONS = new Set([
  "generate_series",
  "json_each",
  "json_tree",
  "range",
  "repeat",
  "repeat_row",
  "unnest",
]);

// These functions show facts of the installation, hold state, run SQL text, waste time or write.
const DENIED = new Set([
  "current_database",
  "current_query",
  "current_schema",
  "current_schemas",
  "current_setting",
  "currval",
  "error",
  "getenv",
  "getvariable",
  "in_search_path",
  "nextval",
  "parse_duckdb_log_message",
  "setseed",
  "sleep_ms",
  "stats",
  "txid_current",
  "which_secret",
  "write_log",
]);
const DENIED_PATTERN =
  /^(json_execute|json_serialize|json_deserialize|read_|write_|query|pragma_|duckdb_|pg_get_|has_|glob$|sniff_|parquet_|force_|checkpoint|enable_|disable_|start_ui|stop_ui)|_id$/;
// Harmless functions whose name ends in `_id`.
const HARMLESS_IDS = new Set(["grouping_id"]);
// Macros over the engine's own catalogue.
const DENIED_SCHEMAS = new Set(["pg_catalog", "information_schema"]);

// Handled by the parser or binder, so the catalogue doesn't list them.
const BUILT_INTO_SYNTAX = ["unnest", "grouping", "grouping_id", "struct_pack", "row", "coalesce"];

/** Functions that are called without brackets and look like columns, such as `current_date`. */
export const VALUE_KEYWORDS: ReadonlySet<string> = new Set([
  "current_catalog",
  "current_date",
  "current_role",
  "current_schema",
  "current_time",
  "current_timestamp",
  "current_user",
  "localtime",
  "localtimestamp",
  "session_user",
  "user",
]);

/**
 * Makes the allow-list from the engine's own catalogue of functions, so that functions of a new
 * version follow the same rules.
 */
export function allowListOf(functions: readonly EngineFunction[]): AllowList {
  const lower = functions.map((one) => ({ ...one, name: one.name.toLowerCase() }));
  // A name that is denied in one schema or kind is denied in every other.
  const catalogued = lower.filter(({ schema }) => DENIED_SCHEMAS.has(schema));
  const denied = new Set(catalogued.map(({ name }) => name));
  for (const name of KEPT_FROM_CATALOG) denied.delete(name);
  const callable = lower.filter(
    ({ name, kind }) => EXPRESSION_KINDS.has(kind) && !denied.has(name) && !isDenied(name),
  );
  const changing = callable.filter(
    ({ stability }) => stability !== null && stability !== "CONSISTENT",
  );
  return {
    scalars: new Set([...BUILT_INTO_SYNTAX, ...callable.map(({ name }) => name)]),
    tableFunctions: TABLE_FUNCTIONS,
    volatile: new Set([...UNSTABLE, ...changing.map(({ name }) => name)]),
    known: new Set([...BUILT_INTO_SYNTAX, ...lower.map(({ name }) => name)]),
  };
}

/**
 * Functions whose value depends on the clock or on chance, though the engine's catalogue says that
 * it does not.
 */
const UNSTABLE = ["age", "current_localtime", "current_localtimestamp", "reservoir_quantile"];

const EXPRESSION_KINDS = new Set(["scalar", "aggregate", "macro"]);
const KEPT_FROM_CATALOG = new Set(["pg_typeof", "format_type"]);

function isDenied(name: string): boolean {
  return DENIED.has(name) || (DENIED_PATTERN.test(name) && !HARMLESS_IDS.has(name));
}
