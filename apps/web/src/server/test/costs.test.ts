import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { appRouter } from "../root.ts";
import { OWN_RULES, PROCEDURES, ROUTES } from "./least-roles.ts";

const text = readFileSync(join(import.meta.dirname, "../../../../../docs/costs.md"), "utf8");

/** The first two cells of each line of a table, behind its head. */
function linesOf(section: string): (readonly [name: string, role: string])[] {
  const part = text.split(`\n## ${section}\n`)[1]?.split("\n## ")[0] ?? "";
  const lines = part.split("\n").filter((line) => line.startsWith("| "));
  return lines.slice(2).map((line) => {
    const [, name = "", role = "", costs = ""] = line.split("|").map((cell) => cell.trim());
    expect(costs).not.toBe("");
    return [name, role];
  });
}

// The list is only worth something if nothing can be left out of it.
test.each([
  ["Procedures", PROCEDURES],
  ["Routes", { ...ROUTES, ...OWN_RULES }],
])("each of the %s has a line that says what it costs", (section, known) => {
  expect(linesOf(section).toSorted()).toEqual(Object.entries(known).toSorted());
});

/** Texts whose length a rule of their own tells in words. */
const IN_WORDS = new Set(["sql", "*"]);

/** Places of an input that any number of characters or values fits into. */
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
