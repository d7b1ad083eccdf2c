import { describe, expect, test } from "vitest";
import { checkSchema } from "./check-schema.ts";

const problemsOf = (schema: unknown) => checkSchema(JSON.stringify(schema)).problems;

describe("a schema is refused with path and reason", () => {
  test.each([
    ["not JSON", "{", "", "it is not JSON"],
    ["not an object", "[]", "", "it is not a JSON object"],
    ["too large", `{"title":"${"x".repeat(2 * 1024 * 1024)}"}`, "", "it is larger than 2 MiB"],
  ])("%s", (_name, text, path, reason) => {
    const { schema, problems } = checkSchema(text);
    expect(schema).toBeNull();
    expect(problems).toEqual([{ path, reason: expect.stringContaining(reason) }]);
  });

  test.each<[string, unknown, string, string]>([
    ["an unknown draft", { $schema: "http://json-schema.org/draft-03/schema#" }, "$schema", "only"],
    [
      "a remote reference",
      { properties: { a: { $ref: "http://example.org/a.json" } } },
      "properties.a.$ref",
      "points outside",
    ],
    [
      "a reference to nowhere",
      { properties: { a: { $ref: "#/definitions/a" } } },
      "properties.a.$ref",
      "or nowhere",
    ],
    [
      "a reference through a prototype",
      { properties: { a: { $ref: "#/constructor" } } },
      "properties.a.$ref",
      "or nowhere",
    ],
    ["a reference with a broken escape", { $ref: "#/%zz" }, ".$ref", "or nowhere"],
    [
      "references that form a cycle",
      { definitions: { a: { $ref: "#/definitions/b" }, b: { $ref: "#/definitions/a" } } },
      "definitions.a.$ref",
      "leads back to itself",
    ],
    [
      "a pattern with repetition inside repetition",
      { properties: { a: { type: "string", pattern: "^(a+)+$" } } },
      "properties.a.pattern",
      "could run for ever",
    ],
    [
      "a key pattern with repetition inside repetition",
      { patternProperties: { "^(x*)*y": {} } },
      ".pattern",
      "could run for ever",
    ],
    ["a broken pattern", { pattern: "(" }, ".pattern", "not a regular expression"],
    [
      "an unknown metadata key",
      { mozPipelineMetadata: { x: 1 } },
      "mozPipelineMetadata.x",
      "not known",
    ],
    [
      "a broken path pattern in the metadata",
      { mozPipelineMetadata: { json_object_path_regex: "(" } },
      "mozPipelineMetadata.json_object_path_regex",
      "not a regular expression",
    ],
    ["a type that does not exist", { properties: { a: { type: "strin" } } }, "", "no JSON Schema"],
  ])("%s", (_name, schema, path, reason) => {
    expect(problemsOf(schema)[0]).toEqual({ path, reason: expect.stringContaining(reason) });
  });

  test("nesting beyond 100 levels, without an overflow of the stack", () => {
    const text = `${'{"items":'.repeat(50_000)}{}${"}".repeat(50_000)}`;
    expect(checkSchema(text).problems[0]?.reason).toContain("deeper than 100 levels");
  });
});

test.each([
  "http://json-schema.org/draft-04/schema#",
  "http://json-schema.org/draft-06/schema#",
  "http://json-schema.org/draft-07/schema#",
  "https://json-schema.org/draft/2020-12/schema",
])("%s is known, and a recursive reference through a property is allowed", ($schema) => {
  const tree = { type: "object", properties: { child: { $ref: "#/definitions/tree" } } };
  expect(problemsOf({ $schema, definitions: { tree }, $ref: "#/definitions/tree" })).toEqual([]);
});
