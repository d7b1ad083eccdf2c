/**
 * A JSON Schema node from a file; the interface names only the keywords that decide
 * columns.
 */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly title?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema | readonly JsonSchema[];
  readonly additionalItems?: boolean | JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  readonly mozPipelineMetadata?: unknown;
}

/** True for a JSON object: not null, not an array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Follows a local reference such as `#/definitions/x`; null if the target does not exist or is
 * outside of the schema.
 */
export function resolveReference(root: JsonSchema, reference: string): JsonSchema | null {
  if (reference !== "#" && !reference.startsWith("#/")) return null;
  let node: unknown = root;
  for (const part of reference.split("/").slice(1)) {
    const key = keyOf(part);
    if (typeof node !== "object" || node === null || key === null || !Object.hasOwn(node, key))
      return null;
    node = (node as Readonly<Record<string, unknown>>)[key];
  }
  return isObject(node) ? (node as JsonSchema) : null;
}

function keyOf(part: string): string | null {
  try {
    return decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
  } catch {
    return null;
  }
}
