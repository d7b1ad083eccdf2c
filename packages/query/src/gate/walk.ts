import { foldName } from "@headwater/domain/query";
import { type AllowList, VALUE_KEYWORDS } from "./allow-list.ts";
import { EXPRESSION_TYPES, SHAPES, type Shape, type TreeKind } from "./tree-shapes.ts";
import type { NamedTable } from "./verdict.ts";

/** A part of a statement that is not allowed. */
export interface Refusal {
  readonly kind: "function" | "unknown-function" | "table-function" | "show" | "catalog" | "node";
  readonly name: string;
  readonly offset: number | null;
}

/** The content of a statement's tree. */
export interface Walked {
  readonly tables: NamedTable[];
  readonly refusals: Refusal[];
  readonly parameters: Set<string>;
  volatile: boolean;
}

type Tree = Readonly<Record<string, unknown>>;
/** Names of the common table expressions that a part of the statement can see. */
type Scope = ReadonlySet<string>;

interface Walk {
  readonly walked: Walked;
  readonly allow: AllowList;
}

const SYMBOL = /^[^\p{L}\p{N}_]+$/u;
const SHOWN = new Set(["SUMMARY", "DESCRIBE"]);
const OWN_SCHEMAS = new Set(["", "main"]);

/**
 * Walks a tree made by `json_serialize_sql` through each of its keys. A form or key that `SHAPES`
 * does not know is refused.
 */
export function walkStatement(root: unknown, allow: AllowList): Walked {
  const walked: Walked = { tables: [], refusals: [], parameters: new Set(), volatile: false };
  visit(root, "statement", new Set(), { walked, allow });
  return walked;
}

function visit(value: unknown, kind: TreeKind, scope: Scope, walk: Walk): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) for (const one of value) visit(one, kind, scope, walk);
  else if (typeof value === "object") visitTree(value as Tree, kind, scope, walk);
  else refuse(walk, "node", kind, {});
}

function visitTree(tree: Tree, kind: TreeKind, scope: Scope, walk: Walk): void {
  const shape = shapeOf(tree, kind);
  if (shape === null) {
    refuse(walk, "node", `${kind} ${nameOf(tree)}`, tree);
    return;
  }
  inspect(tree, kind, scope, walk);
  const inner = withCommonTables(tree, scope, walk);
  for (const [key, child] of Object.entries(tree)) {
    const content = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (content === undefined) refuse(walk, "node", `${kind} ${nameOf(tree)} ${key}`, tree);
    else if (content === "scalar") visitScalar(child, `${kind} ${key}`, tree, walk);
    else if (content !== "constant" && content !== "common-tables")
      visit(child, content, scopeOf(tree, key, inner), walk);
  }
}

function shapeOf(tree: Tree, kind: TreeKind): Shape | null {
  const { by, forms } = SHAPES[kind];
  const form = by === null ? "" : text(tree[by]);
  if (!Object.hasOwn(forms, form)) return null;
  const isTyped = by !== "class" || EXPRESSION_TYPES[form]?.test(text(tree["type"])) === true;
  return isTyped ? (forms[form] ?? null) : null;
}

function nameOf(tree: Tree): string {
  return [text(tree["class"]), text(tree["type"])].filter((name) => name !== "").join(" ");
}

function visitScalar(value: unknown, name: string, tree: Tree, walk: Walk): void {
  if (Array.isArray(value)) for (const one of value) visitScalar(one, name, tree, walk);
  else if (typeof value === "object" && value !== null) refuse(walk, "node", name, tree);
}

/**
 * Visits the common table expressions of a node in order; each can use the ones before it. Returns
 * the scope of the rest of the node.
 */
function withCommonTables(tree: Tree, scope: Scope, walk: Walk): Scope {
  const { map = [], ...unknown } = (tree["cte_map"] ?? {}) as Tree;
  const inner = new Set(scope);
  if (!Array.isArray(map) || Object.keys(unknown).length > 0)
    refuse(walk, "node", "common table expressions", tree);
  else
    for (const entry of map as readonly Tree[]) {
      visit(entry, "common-table", new Set(inner), walk);
      inner.add(foldName(text(entry["key"])));
    }
  return inner;
}

/**
 * Only the second half of a recursive expression can use the expression's own name: in the first
 * half the engine looks for a table of that name.
 */
function scopeOf(tree: Tree, key: string, inner: Scope): Scope {
  if (tree["type"] !== "RECURSIVE_CTE_NODE" || key !== "right") return inner;
  return new Set([...inner, foldName(text(tree["cte_name"]))]);
}

function inspect(tree: Tree, kind: TreeKind, scope: Scope, walk: Walk): void {
  const type = text(tree["type"]);
  if (kind === "table") inspectTableForm(type, tree, scope, walk);
  else if (kind === "type-details") inspectType(tree, walk);
  else if (kind === "sample") walk.walked.volatile = true;
  else if (kind !== "expression") return;
  else if (tree["class"] === "FUNCTION" || type === "WINDOW_AGGREGATE") inspectFunction(tree, walk);
  else if (tree["class"] === "WINDOW" && !isPlain(tree))
    refuse(walk, "function", text(tree["function_name"]), tree);
  else if (tree["class"] === "COLUMN_REF") inspectColumn(tree, walk);
  else if (tree["class"] === "PARAMETER") walk.walked.parameters.add(text(tree["identifier"]));
}

function inspectTableForm(type: string, tree: Tree, scope: Scope, walk: Walk): void {
  if (type === "BASE_TABLE") inspectTable(tree, scope, walk);
  else if (type === "TABLE_FUNCTION") inspectTableFunction(tree, walk);
  else if (type === "SHOW_REF") inspectShow(tree, walk);
}

function inspectTable(tree: Tree, scope: Scope, walk: Walk): void {
  const schema = text(tree["schema_name"]);
  const name = text(tree["table_name"]);
  if (text(tree["catalog_name"]) !== "") {
    refuse(walk, "catalog", `${text(tree["catalog_name"])}.${schema}.${name}`, tree);
    return;
  }
  // `recurring.t` stands for all rows that a recursive expression with USING KEY has made so far.
  const isOwn = schema === "" || foldName(schema) === "recurring";
  if (isOwn && scope.has(foldName(name))) return;
  walk.walked.tables.push({ schema, name, offset: offsetOf(tree) });
}

function inspectTableFunction(tree: Tree, walk: Walk): void {
  const call = (tree["function"] ?? {}) as Tree;
  const name = foldName(text(call["function_name"]));
  if (!isPlain(call) || !walk.allow.tableFunctions.has(name))
    refuse(walk, "table-function", name, { ...tree, ...call });
}

function inspectShow(tree: Tree, walk: Walk): void {
  const shown = text(tree["show_type"]);
  const named = text(tree["catalog_name"]) + text(tree["schema_name"]);
  if (!SHOWN.has(shown) || tree["query"] === undefined || tree["query"] === null || named !== "")
    refuse(walk, "show", text(tree["table_name"]).replaceAll('"', "") || shown, tree);
}

function inspectFunction(tree: Tree, walk: Walk): void {
  const name = foldName(text(tree["function_name"]));
  const { allow, walked } = walk;
  const operator = tree["is_operator"] === true && SYMBOL.test(name);
  if (!isPlain(tree)) refuse(walk, "function", name, tree);
  else if (!operator && !allow.scalars.has(name))
    refuse(walk, allow.known.has(name) ? "function" : "unknown-function", name, tree);
  if (allow.volatile.has(name)) walked.volatile = true;
}

function inspectColumn(tree: Tree, { walked }: Walk): void {
  const names = tree["column_names"];
  const only = Array.isArray(names) && names.length === 1 ? foldName(text(names[0])) : "";
  if (VALUE_KEYWORDS.has(only)) walked.volatile = true;
}

// The lake has no types of its own, so no statement needs a type of a named catalogue or schema.
function inspectType(tree: Tree, walk: Walk): void {
  const place = text(tree["catalog"]) + text(tree["schema"]);
  if (place !== "") refuse(walk, "catalog", `${place}.${text(tree["name"])}`, tree);
}

// `system.main.read_text(…)` is the same function as `read_text(…)`, so a qualified call is allowed
// only in the default schema.
function isPlain(call: Tree): boolean {
  return text(call["catalog"]) === "" && OWN_SCHEMAS.has(text(call["schema"]));
}

function refuse(walk: Walk, kind: Refusal["kind"], name: string, tree: Tree): void {
  walk.walked.refusals.push({ kind, name, offset: offsetOf(tree) });
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

// The engine writes a missing position as 2^64 - 1, which is no safe integer.
function offsetOf(tree: Tree): number | null {
  const offset = tree["query_location"];
  return typeof offset === "number" && Number.isSafeInteger(offset) ? offset : null;
}
