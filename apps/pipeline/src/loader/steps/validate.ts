import { setFlagsFromString } from "node:v8";
import type { RegisteredSchema } from "@headwater/db/schemas";
import { compileSchema, type Validate } from "@headwater/domain/schemas";

// With this flag the engine continues in linear time if a pattern backtracks too much. Patterns
// with lookarounds, back references or high counts are excepted.
const LINEAR_PATTERNS = "--enable-experimental-regexp-engine-on-excessive-backtracks";

/**
 * Compiles a schema when a document first needs it and keeps the result for this revision of the
 * schema. The result is null if the schema can't be compiled.
 */
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

// Registration refuses invalid schemas. If an invalid schema is registered nevertheless, its
// documents are rejected, and the loader goes on.
function attempt(text: string): Validate | null {
  try {
    return compileSchema(text);
  } catch {
    return null;
  }
}
