import { z } from "zod";
import { CALLS, type CallInput, type CallName, type CallOutput } from "./calls.ts";

/** Input and output of a call as functions between values and JSON. */
interface CallWire<Name extends CallName> {
  readInput(json: unknown): z.ZodSafeParseResult<CallInput<Name>>;
  writeOutput(value: CallOutput<Name>): unknown;
  readOutput(json: unknown): CallOutput<Name>;
}

/** The calls, typed so that a look-up by a generic name keeps input and output together. */
const TABLE: {
  readonly [Name in CallName]: {
    readonly input: z.ZodType<CallInput<Name>>;
    readonly output: z.ZodType<CallOutput<Name>>;
  };
} = CALLS;

/** True for the name of a call. */
export function isCall(name: string): name is CallName {
  return Object.hasOwn(CALLS, name);
}

/**
 * Converts the values of a call to JSON and back; dates and big integers keep their types. Output
 * that does not match the table throws ZodError.
 */
export function wireOf<Name extends CallName>(name: Name): CallWire<Name> {
  const { input, output } = TABLE[name];
  return {
    readInput: (json) => z.safeParse(input, json),
    writeOutput: (value) => z.encode(output, value),
    readOutput: (json) => z.parse(output, json),
  };
}
