import { setFlagsFromString } from "node:v8";
import type { RegisteredSchema } from "@headwater/db/schemas";
import { compileSchema, type Validate } from "@headwater/domain/schemas";

// Where backtracking gets out of hand the engine goes on in linear time, for all patterns but those that look around, refer back or count high.
const LINEAR_PATTERNS = "--enable-experimental-regexp-engine-on-excessive-backtracks";

/** Compiles schemas when a document first needs them and keeps the result for that revision; null for a schema that cannot be compiled. */
export function openValidators(): (schema: RegisteredSchema) => Validate | null {
  setFlagsFromString(LINEAR_PATTERNS);
  const compiled = new WeakMap<RegisteredSchema, Validate | null>();
  return (schema) => {
    const known = compiled.get(schema);
    if (known !== undefined) return known;
    const validate = attempt(schema.schema);
    compiled.set(schema, validate);
    return validate;
  };
}

// Registration refuses what is no schema; should one come through, its documents are kept as rejected and the loader goes on.
function attempt(text: string): Validate | null {
  try {
    return compileSchema(text);
  } catch {
    return null;
  }
}
