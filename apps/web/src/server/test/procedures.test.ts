import { describe, expect, test } from "vitest";
import { z } from "zod";
import { appRouter } from "../root.ts";
import { procedureWith, router } from "../trpc.ts";

interface Procedure {
  readonly _def: {
    readonly type: string;
    readonly meta?: { readonly scope: string; readonly least: string };
    readonly inputs: readonly unknown[];
    readonly output?: unknown;
  };
}

/** The faults of a procedure: no scope, no output, or an unchecked type of input or output. */
function faultsOf({ _def }: Procedure): string[] {
  const schemas = [..._def.inputs, ...(_def.output === undefined ? [] : [_def.output])];
  return [
    ...(_def.meta === undefined ? ["no scope"] : []),
    ...(_def.output === undefined ? ["no output"] : []),
    ...(schemas.some((schema) => hasCustom(schema, new Set()))
      ? ["a type that is not checked"]
      : []),
  ];
}

/** True where a schema, or one within it, lets everything through under the name of a type. */
function hasCustom(schema: unknown, seen: Set<unknown>): boolean {
  if (typeof schema !== "object" || schema === null || seen.has(schema)) return false;
  seen.add(schema);
  if (schema instanceof z.ZodType) {
    const { def } = schema._zod;
    if (def.type === "custom") return true;
    // A refinement of a checked type is a custom check; it adds to the type and replaces nothing.
    return Object.entries(def).some(([name, part]) => name !== "checks" && hasCustom(part, seen));
  }
  const parts = Array.isArray(schema) ? schema : Object.values(schema);
  return parts.some((part) => hasCustom(part, seen));
}

const assembled = (procedures: unknown) => Object.entries(procedures as Record<string, Procedure>);
const all = assembled(appRouter._def.procedures);

test("there are procedures", () => expect(all.length).toBeGreaterThan(40));

test.each(all)("%s names its scope and its output, and both sides are checked", (_, procedure) => {
  expect(faultsOf(procedure)).toEqual([]);
});

describe("the check", () => {
  const action = { scope: "x:read", least: "viewer" } as const;
  const planted = router({
    silent: procedureWith(action).query(() => 1),
    loose: procedureWith(action)
      .output(z.object({ rows: z.array(z.custom<string>()) }))
      .query(() => ({ rows: [] })),
    good: procedureWith(action)
      .input(z.object({ id: z.string() }))
      .output(z.array(z.unknown()))
      .query(() => []),
  });
  test.each([
    ["silent", ["no output"]],
    ["loose", ["a type that is not checked"]],
    ["good", []],
  ])("of a planted %s procedure finds %j", (name, faults) => {
    const [found] = assembled(planted._def.procedures).filter(([path]) => path === name);
    expect(found === undefined ? ["no procedure"] : faultsOf(found[1])).toEqual(faults);
  });
});
