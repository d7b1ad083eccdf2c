import isSafeRegex from "safe-regex2";
import { metaschemaProblem } from "./compile-schema.ts";
import { isObject, type JsonSchema, resolveReference } from "./json-schema.ts";
import { propertyProblems } from "./limits.ts";
import { readPipelineMetadata, unknownMetadataKeys } from "./pipeline-metadata.ts";
import type { SchemaProblem } from "./schema-problem.ts";

const MAX_TEXT = 2 * 1024 * 1024;
const MAX_DEPTH = 100;
const DRAFTS = /json-schema\.org\/(draft-0[467]|draft\/2020-12)\/schema/;

type Parsed =
  | { readonly schema: JsonSchema; readonly problems: readonly [] }
  | { readonly schema: null; readonly problems: readonly SchemaProblem[] };

/**
 * Parses the text of a schema. Refuses a schema that would cause trouble later: one that is too
 * large or too deep, or that has remote or circular references, patterns that can run for ever, or
 * unknown metadata.
 */
export function checkSchema(source: string): Parsed {
  if (source.length > MAX_TEXT)
    return refused("", `it is larger than ${MAX_TEXT / 1024 / 1024} MiB`);
  let schema: unknown;
  try {
    schema = JSON.parse(source);
  } catch (error) {
    return refused("", `it is not JSON: ${(error as Error).message}`);
  }
  if (!isObject(schema)) return refused("", "it is not a JSON object");
  const problems = [
    ...checkDraft(schema),
    ...checkMetadata(schema),
    ...checkNodes(schema as JsonSchema),
  ];
  // This check runs last: it walks the whole tree, whose depth has been checked by then.
  if (problems.length === 0) problems.push(...checkMetaschema(schema));
  return problems.length > 0
    ? { schema: null, problems }
    : { schema: schema as JsonSchema, problems: [] };
}

function refused(path: string, reason: string): Parsed {
  return { schema: null, problems: [{ path, reason }] };
}

function checkDraft(schema: Readonly<Record<string, unknown>>): SchemaProblem[] {
  const draft = schema["$schema"];
  if (draft === undefined || (typeof draft === "string" && DRAFTS.test(draft))) return [];
  return [{ path: "$schema", reason: "only draft 4, 6, 7 and 2020-12 are known" }];
}

function checkMetadata(schema: Readonly<Record<string, unknown>>): SchemaProblem[] {
  const metadata = schema["mozPipelineMetadata"];
  const problems = unknownMetadataKeys(metadata).map((key) => ({
    path: `mozPipelineMetadata.${key}`,
    reason: "this key is not known",
  }));
  if (/\\u(0000|d[89a-f])/i.test(JSON.stringify(metadata ?? null)))
    problems.push({ path: "mozPipelineMetadata", reason: "it holds NUL or half a character" });
  const { jsonPaths } = readPipelineMetadata(metadata);
  const reason = jsonPaths === null ? null : patternProblem(jsonPaths);
  if (reason !== null)
    problems.push({ path: "mozPipelineMetadata.json_object_path_regex", reason });
  return problems;
}

function checkMetaschema(schema: Readonly<Record<string, unknown>>): SchemaProblem[] {
  const reason = metaschemaProblem(schema);
  return reason === null ? [] : [{ path: "", reason: `it is no JSON Schema: ${reason}` }];
}

function checkNodes(root: JsonSchema): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const visit = (node: unknown, path: string, depth: number): void => {
    if (typeof node !== "object" || node === null) return;
    if (depth > MAX_DEPTH) {
      problems.push({ path, reason: `it is nested deeper than ${MAX_DEPTH} levels` });
      return;
    }
    if (isObject(node)) problems.push(...checkKeywords(node, path, root));
    for (const [key, child] of Object.entries(node))
      visit(child, path === "" ? key : `${path}.${key}`, depth + 1);
  };
  visit(root, "", 0);
  return problems.slice(0, 20);
}

function checkKeywords(
  node: Readonly<Record<string, unknown>>,
  path: string,
  root: JsonSchema,
): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const reference = node["$ref"];
  if (typeof reference === "string") {
    const reason = referenceProblem(root, reference);
    if (reason !== null) problems.push({ path: `${path}.$ref`, reason });
  }
  if (isObject(node["properties"]))
    problems.push(
      ...propertyProblems(node["properties"], path === "" ? "properties" : `${path}.properties`),
    );
  const patterns = isObject(node["patternProperties"])
    ? Object.keys(node["patternProperties"])
    : [];
  if (typeof node["pattern"] === "string") patterns.push(node["pattern"]);
  for (const pattern of patterns) {
    const reason = patternProblem(pattern);
    if (reason !== null)
      problems.push({ path: `${path}.pattern`, reason: `${reason}: ${pattern.slice(0, 80)}` });
  }
  return problems;
}

/**
 * A chain of references that comes back to its first reference would never end. A recursive
 * reference through a property is allowed.
 */
function referenceProblem(root: JsonSchema, reference: string): string | null {
  const followed = new Set<string>();
  let next: unknown = reference;
  while (typeof next === "string") {
    if (followed.has(next)) return "it leads back to itself";
    followed.add(next);
    const target = resolveReference(root, next);
    if (target === null) return "it points outside this schema or nowhere";
    next = target.$ref;
  }
  return null;
}

function patternProblem(pattern: string): string | null {
  try {
    new RegExp(pattern, "u");
  } catch {
    try {
      new RegExp(pattern);
    } catch {
      return "it is not a regular expression";
    }
  }
  return isSafeRegex(pattern)
    ? null
    : "it could run for ever on some inputs (repetition inside repetition)";
}
