import {
  badlyNamed,
  isTooLong,
  isUsableName,
  isWellNamed,
  TOO_LONG,
  UNUSABLE_NAME,
} from "@headwater/domain/query";
import { z } from "zod";

/** The text of a statement. */
export const sqlText = z
  .string()
  .min(1)
  .refine((sql) => !isTooLong(sql), TOO_LONG);
export const executionId = z.uuid();

const MOST_PARAMETERS = 50;
/** The error for too many parameters. */
const TOO_MANY = `A run takes at most ${MOST_PARAMETERS} parameters.`;

/** Accepts an object of values by the names of a run's parameters. */
export function parameterRecord<Value extends z.ZodType>(value: Value) {
  return z
    .record(z.string(), value)
    .refine((values) => Object.keys(values).every(isUsableName), UNUSABLE_NAME)
    .refine((values) => Object.keys(values).length <= MOST_PARAMETERS, TOO_MANY)
    .superRefine((values, context) => {
      const name = Object.keys(values).find((one) => isUsableName(one) && !isWellNamed(one));
      if (name !== undefined) context.addIssue({ code: "custom", message: badlyNamed(name) });
    });
}
