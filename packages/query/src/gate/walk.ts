import { type AllowList, VALUE_KEYWORDS } from "./allow-list.ts";
import type { NamedTable } from "./verdict.ts";

/** Something that a statement must not contain. */
export interface Refusal {
  readonly kind: "function" | "unknown-function" | "table-function" | "show" | "catalog" | "node";
  readonly name: string;
  readonly offset: number | null;
}

/** What a statement's tree contains. */
export interface Walked {
  readonly tables: NamedTable[];
  readonly refusals: Refusal[];
  readonly parameters: Set<string>;
  volatile: boolean;
}

type Tree = Readonly<Record<string, unknown>>;
type Scope = ReadonlySet<string>;

const QUERY_NODES = new Set(["SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE"]);
const SYMBOL = /^[^\p{L}\p{N}_]+$/u;
const SHOWN = new Set(["SUMMARY", "DESCRIBE"]);
const OWN_SCHEMAS = new Set(["", "main"]);

/** Walks a tree made by `json_serialize_sql`. Unknown kinds of query nodes are refused, unknown expressions are searched for what they contain. */
export function walkStatement(root: unknown, allow: AllowList): Walked {
  const walked: Walked = { tables: [], refusals: [], parameters: new Set(), volatile: false };
  const visit = (value: unknown, scope: Scope): void => {
    if (Array.isArray(value)) for (const one of value) visit(one, scope);
    else if (typeof value === "object" && value !== null) visitTree(value as Tree, scope);
  };
  const visitTree = (tree: Tree, scope: Scope): void => {
    // A constant's value is the user's text; nothing in it is a tree.
    if (tree["class"] === "CONSTANT") return;
    inspect(tree, scope, { walked, allow });
    const inner = withExpressions(tree, scope, visit);
    for (const [key, child] of Object.entries(tree)) {
      if (key === "cte_map") continue;
      const call = key === "function" && tree["type"] === "TABLE_FUNCTION";
      visit(call ? argumentsOf(child) : child, inner);
    }
  };
  visit(root, new Set());
  return walked;
}

/** Visits the common table expressions of a node in order and returns the scope in which the rest of it stands. Each sees those before it; only a recursive one sees itself. */
function withExpressions(
  tree: Tree,
  scope: Scope,
  visit: (value: unknown, scope: Scope) => void,
): Scope {
  if (tree["type"] === "RECURSIVE_CTE_NODE")
    return new Set([...scope, text(tree["cte_name"]).toLowerCase()]);
  const map = (tree["cte_map"] as Tree | undefined)?.["map"];
  if (!Array.isArray(map)) return scope;
  const inner = new Set(scope);
  for (const entry of map as readonly Tree[]) {
    visit(entry["value"], new Set(inner));
    inner.add(text(entry["key"]).toLowerCase());
  }
  return inner;
}

interface Findings {
  readonly walked: Walked;
  readonly allow: AllowList;
}

function inspect(tree: Tree, scope: Scope, findings: Findings): void {
  const type = text(tree["type"]);
  if (type.endsWith("_NODE") && !QUERY_NODES.has(type)) refuse(findings, "node", type, tree);
  else if (type === "BASE_TABLE") inspectTable(tree, scope, findings);
  else if (type === "TABLE_FUNCTION") inspectTableFunction(tree, findings);
  else if (type === "SHOW_REF") inspectShow(tree, findings);
  else if (tree["class"] === "FUNCTION") inspectFunction(tree, findings);
  else if (type === "WINDOW_AGGREGATE") inspectFunction(tree, findings);
  else if (tree["class"] === "COLUMN_REF") inspectColumn(tree, findings);
  else if (tree["class"] === "PARAMETER") findings.walked.parameters.add(text(tree["identifier"]));
  if (tree["sample"] !== undefined) findings.walked.volatile = true;
}

function inspectTable(tree: Tree, scope: Scope, findings: Findings): void {
  const schema = text(tree["schema_name"]);
  const name = text(tree["table_name"]);
  if (text(tree["catalog_name"]) !== "") {
    refuse(findings, "catalog", `${text(tree["catalog_name"])}.${schema}.${name}`, tree);
    return;
  }
  if (schema === "" && scope.has(name.toLowerCase())) return;
  findings.walked.tables.push({ schema, name, offset: offsetOf(tree) });
}

function inspectTableFunction(tree: Tree, findings: Findings): void {
  const call = (tree["function"] ?? {}) as Tree;
  const name = text(call["function_name"]).toLowerCase();
  if (!isPlain(call) || !findings.allow.tableFunctions.has(name))
    refuse(findings, "table-function", name, { ...tree, ...call });
}

function inspectShow(tree: Tree, findings: Findings): void {
  const shown = text(tree["show_type"]);
  if (!SHOWN.has(shown) || tree["query"] === undefined)
    refuse(findings, "show", text(tree["table_name"]).replaceAll('"', "") || shown, tree);
}

function inspectFunction(tree: Tree, findings: Findings): void {
  const name = text(tree["function_name"]).toLowerCase();
  const { allow, walked } = findings;
  const operator = tree["is_operator"] === true && SYMBOL.test(name);
  if (!isPlain(tree)) refuse(findings, "function", name, tree);
  else if (!operator && !allow.scalars.has(name))
    refuse(findings, allow.known.has(name) ? "function" : "unknown-function", name, tree);
  if (allow.volatile.has(name)) walked.volatile = true;
}

function inspectColumn(tree: Tree, { walked }: Findings): void {
  const names = tree["column_names"];
  const only = Array.isArray(names) && names.length === 1 ? text(names[0]).toLowerCase() : "";
  if (VALUE_KEYWORDS.has(only)) walked.volatile = true;
}

// `system.main.read_text(…)` is the same function: a qualified call is let through only in the default schema.
function isPlain(call: Tree): boolean {
  return text(call["catalog"]) === "" && OWN_SCHEMAS.has(text(call["schema"]));
}

function argumentsOf(call: unknown): unknown {
  const { function_name: _, class: __, ...rest } = (call ?? {}) as Record<string, unknown>;
  return rest;
}

function refuse(findings: Findings, kind: Refusal["kind"], name: string, tree: Tree): void {
  findings.walked.refusals.push({ kind, name, offset: offsetOf(tree) });
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

// "No position" is 2^64 - 1, which is no safe integer.
function offsetOf(tree: Tree): number | null {
  const offset = tree["query_location"];
  return typeof offset === "number" && Number.isSafeInteger(offset) ? offset : null;
}
