import type { RegisteredSchema } from "@headwater/db";
import AjvModule, { type ErrorObject, type ValidateFunction } from "ajv";
import Ajv2020Module from "ajv/dist/2020.js";
import AjvDraft04Module from "ajv-draft-04";
import addFormatsModule from "ajv-formats";

/** Null if a document is valid, else what is wrong first and where. */
export type Validate = (document: unknown) => string | null;

// These packages are CommonJS: their classes stand one level deeper for a module that imports them.
const Ajv = AjvModule.default;
const Ajv2020 = Ajv2020Module.default;
const AjvDraft04 = AjvDraft04Module.default;
const addFormats = addFormatsModule.default;

// Non-strict and stopping at the first violation: pathological documents made an exhaustive validator eat all memory elsewhere.
const OPTIONS = {
  strict: false,
  allErrors: false,
  ownProperties: true,
  logger: false,
  unicodeRegExp: false,
  addUsedSchema: false,
} as const;

/** Compiles schemas when a document first needs them and keeps the result for that revision. */
export function openValidators(): (schema: RegisteredSchema) => Validate {
  const compiled = new WeakMap<RegisteredSchema, Validate>();
  return (schema) => {
    const known = compiled.get(schema);
    if (known !== undefined) return known;
    const validate = compile(schema.schema);
    compiled.set(schema, validate);
    return validate;
  };
}

function compile(text: string): Validate {
  // Ids only matter for references between files, and many public schemas share one.
  const { id: _id, $id: _dollarId, ...schema } = JSON.parse(text) as Record<string, unknown>;
  const ajv = new (ajvClass(String(schema["$schema"] ?? "")))(OPTIONS);
  addFormats(ajv as never);
  const { $schema: _draft, ...body } = schema;
  const validate = ajv.compile(body) as ValidateFunction;
  return (document) => (validate(document) ? null : describe(validate.errors?.[0]));
}

function ajvClass(draft: string): typeof Ajv {
  if (draft.includes("2020-12")) return Ajv2020 as unknown as typeof Ajv;
  return draft.includes("draft-06") || draft.includes("draft-07")
    ? Ajv
    : (AjvDraft04 as unknown as typeof Ajv);
}

function describe(error: ErrorObject | undefined): string {
  if (error === undefined) return "the document does not fit its schema";
  const place = error.instancePath === "" ? "the document" : error.instancePath;
  return `${place} ${error.message ?? "is not valid"} (${error.keyword} at ${error.schemaPath})`;
}
