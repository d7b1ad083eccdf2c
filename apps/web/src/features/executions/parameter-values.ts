import { z } from "zod";
import { parameterRecord } from "./inputs.ts";

/** The error for a list or null as a value: a value is bound, not written into the statement. */
const ONE_VALUE =
  "A parameter has one value: a text, a number, true or false. For a list give each part a parameter of its own, IN ($a1, $a2), or send one text and split it: list_contains(string_split($a, ','), x).";

const parameterValue = z
  .union([z.string().max(10_000), z.number(), z.boolean()], ONE_VALUE)
  .transform(String);

/**
 * Values of a statement's parameters, bound as text. A range is two values, `name.start` and
 * `name.end`, as in Re:dash.
 */
export const parameterValues = parameterRecord(
  z.union([parameterValue, z.object({ start: parameterValue, end: parameterValue })], ONE_VALUE),
)
  .default({})
  .transform((values) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) =>
        typeof value === "string"
          ? [[name, value]]
          : Object.entries(value).map(([end, at]) => [`${name}.${end}`, at]),
      ),
    ),
  );
