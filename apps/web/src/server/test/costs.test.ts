import { describe, expect, test } from "vitest";
import { z } from "zod";
import { ROUTES as ALL_ROUTES } from "../rest/app.ts";
import { appRouter } from "../root.ts";
import { CALLS } from "./call-table.ts";

/** The calls of the files with rules of their own. */
const OWN_RULES = ["POST /api/auth/[...all]", "GET /api/trpc/[trpc]", "POST /api/trpc/[trpc]"];

test("each call has one line in a table of its feature, which names its cost", () => {
  const routes = ALL_ROUTES.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  const known = [...Object.keys(appRouter._def.procedures), ...routes, ...OWN_RULES];
  expect(CALLS.map(({ call }) => call).toSorted()).toEqual(known.toSorted());
  for (const { call, cost } of CALLS) expect(cost, call).not.toBe("");
});

/** Names of texts that have a rule of their own, which refuses a longer text with a message. */
const IN_WORDS = new Set(["sql", "*"]);

/** Places of an input without a limit of characters or values. */
function unbounded(schema: unknown, place = ""): string[] {
  const { type, properties, items, anyOf, ...rest } = schema as z.core.JSONSchema.BaseSchema;
  const types = [type].flat();
  const name = place.split(".").at(-1) ?? "";
  const isShort = ["maxLength", "format", "enum", "const"].some((key) => key in rest);
  return [
    ...(types.includes("string") && !isShort && !IN_WORDS.has(name) ? [place] : []),
    ...(types.includes("array") && !("maxItems" in rest) ? [`${place}[]`] : []),
    ...Object.entries(properties ?? {}).flatMap(([key, one]) => unbounded(one, `${place}.${key}`)),
    ...(items === undefined ? [] : unbounded(items, `${place}.each`)),
    ...(anyOf ?? []).flatMap((one) => unbounded(one, place)),
  ];
}

describe("an input", () => {
  const procedures = Object.entries(
    appRouter._def.procedures as unknown as Readonly<
      Record<string, { _def: { inputs: unknown[] } }>
    >,
  );
  test.each(procedures.map(([name, { _def }]) => [name, _def.inputs] as const))(
    "of %s has an end to each text and list",
    (_name, inputs) => {
      const options = { unrepresentable: "any", io: "input" } as const;
      const found = inputs.flatMap((input) =>
        unbounded(z.toJSONSchema(input as z.ZodType, options)),
      );
      expect(found).toEqual([]);
    },
  );
});
