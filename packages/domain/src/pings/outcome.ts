/** Steps of the loader in order; a rejected row names the step that refused the submission. */
export type Stage =
  | "ParseUri"
  | "DecompressPayload"
  | "LimitPayloadSize"
  | "MessageScrubber"
  | "ParsePayload"
  | "Land";

/** Why a submission was refused; kept in `pipeline.rejected`. */
export interface Rejection {
  readonly stage: Stage;
  readonly errorType: string;
  readonly message: string;
}

/**
 * The result of a step for one record: go on with a value, refuse the record with a reason, or drop
 * the record by a named rule. Bad data is a value, never an exception.
 */
export type Outcome<T> =
  | { readonly kind: "ok"; readonly value: T }
  | { readonly kind: "reject"; readonly rejection: Rejection }
  | { readonly kind: "drop"; readonly rule: string };

export const ok = <T>(value: T): Outcome<T> => ({ kind: "ok", value });

export function reject(stage: Stage, errorType: string, message: string): Outcome<never> {
  // Cutting the message can leave half a character, and a message that quotes a document can hold
  // half a character.
  const text = message.slice(0, 1024).toWellFormed();
  return { kind: "reject", rejection: { stage, errorType, message: text } };
}

export const drop = (rule: string): Outcome<never> => ({ kind: "drop", rule });
