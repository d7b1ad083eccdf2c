import { _, Ajv, type ErrorObject, str, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import AjvDraft04Module from "ajv-draft-04";
import addFormatsModule from "ajv-formats";
import { isMultipleOf } from "./decimal.ts";

/** Checks a document: null if the document is valid, else the first error and its place. */
export type Validate = (document: unknown) => string | null;

// Two of the packages are CommonJS. At run time their default export is the class itself;
// TypeScript sees the export differently in some module modes.
const AjvDraft04 = AjvDraft04Module as unknown as typeof Ajv;
const addFormats = addFormatsModule as unknown as (ajv: unknown) => void;

// The validator is not strict and stops at the first violation, because an exhaustive validator can
// use up all memory on pathological documents.
const OPTIONS = {
  strict: false,
  allErrors: false,
  ownProperties: true,
  logger: false,
  unicodeRegExp: false,
  addUsedSchema: false,
} as const;

/**
 * Compiles a schema's text into a validator. This takes up to half a second for the largest public
 * schemas, so callers keep the result. Throws for an invalid schema.
 */
export function compileSchema(text: string): Validate {
  const { draft, body } = withoutIdentity(JSON.parse(text) as Record<string, unknown>);
  const ajv = newAjv(draft);
  addFormats(ajv);
  const validate = ajv.compile(body) as ValidateFunction;
  return (document) => (validate(document) ? null : describe(validate.errors?.[0]));
}

const metaschemas = new Map<string, InstanceType<typeof Ajv>>();

/** The reason why an object is no JSON Schema of its draft; null if the schema is valid. */
export function metaschemaProblem(schema: Readonly<Record<string, unknown>>): string | null {
  const { draft, body } = withoutIdentity(schema);
  const ajv = metaschemas.get(draft) ?? newAjv(draft);
  metaschemas.set(draft, ajv);
  return ajv.validateSchema(body) === true ? null : describe(ajv.errors?.[0]);
}

type Draft = "04" | "07" | "2020-12";

/**
 * Removes the ids: ids only matter for references between files, and many public schemas share the
 * same id.
 */
function withoutIdentity(schema: Readonly<Record<string, unknown>>): {
  draft: Draft;
  body: Record<string, unknown>;
} {
  const { id: _id, $id: _dollarId, $schema: named, ...body } = schema;
  return { draft: draftOf(String(named ?? "")), body };
}

// Draft 6 is draft 7 without a few keywords. A schema that names no draft is draft 4, as in the
// public repository.
function draftOf(named: string): Draft {
  if (named.includes("2020-12")) return "2020-12";
  return /draft-0[67]/.test(named) ? "07" : "04";
}

function newAjv(draft: Draft): InstanceType<typeof Ajv> {
  const classes = { "04": AjvDraft04, "07": Ajv, "2020-12": Ajv2020 };
  return decimalMultiples(new classes[draft](OPTIONS) as InstanceType<typeof Ajv>);
}

/**
 * Replaces the keyword `multipleOf`: the package divides floating-point numbers, by which 19.99 is
 * no multiple of 0.01.
 */
function decimalMultiples(ajv: InstanceType<typeof Ajv>): InstanceType<typeof Ajv> {
  return ajv.removeKeyword("multipleOf").addKeyword({
    keyword: "multipleOf",
    type: "number",
    schemaType: "number",
    compile: (divisor: number) => (value: number) => isMultipleOf(value, divisor),
    error: {
      message: ({ schemaCode }) => str`must be multiple of ${schemaCode}`,
      params: ({ schemaCode }) => _`{multipleOf: ${schemaCode}}`,
    },
  });
}

function describe(error: ErrorObject | undefined): string {
  if (error === undefined) return "the document does not fit its schema";
  const place = error.instancePath === "" ? "the document" : error.instancePath;
  const what = `${error.message ?? "is not valid"}${keyOf(error)}`;
  return `${place} ${what} (${error.keyword} at ${error.schemaPath})`;
}

/** Characters of a key that an error quotes; the sender of the document chose the key. */
const MAX_KEY = 100;

/** The key that the error is about, if the validator's message does not name the key. */
function keyOf({ params }: ErrorObject): string {
  const { additionalProperty, unevaluatedProperty, propertyName } = params as Record<
    string,
    unknown
  >;
  const key = additionalProperty ?? unevaluatedProperty ?? propertyName;
  if (typeof key !== "string") return "";
  return `: ${JSON.stringify(key.length > MAX_KEY ? `${key.slice(0, MAX_KEY)}…` : key)}`;
}
