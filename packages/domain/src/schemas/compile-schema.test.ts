import { expect, test } from "vitest";
import { compileSchema } from "./compile-schema.ts";

const DRAFT_7 = "http://json-schema.org/draft-07/schema#";
const DRAFT_2020 = "https://json-schema.org/draft/2020-12/schema";
const closed = { type: "object", properties: { a: {} }, additionalProperties: false };

test.each([
  [closed, { a: 1, b: 2 }, 'the document must NOT have additional properties: "b"'],
  [
    { properties: { in: closed } },
    { in: { c: 1 } },
    '/in must NOT have additional properties: "c"',
  ],
  [{ $schema: DRAFT_7, ...closed }, { 'x"y': 1 }, 'properties: "x\\"y" (additionalProperties at'],
  [closed, { ["k".repeat(300)]: 1 }, `properties: "${"k".repeat(100)}…"`],
  [
    { $schema: DRAFT_2020, properties: { a: {} }, unevaluatedProperties: false },
    { d: 1 },
    'unevaluated properties: "d"',
  ],
  [{ $schema: DRAFT_7, propertyNames: { maxLength: 2 } }, { long: 1 }, "must NOT have more than 2"],
  [{ required: ["e"] }, {}, "must have required property 'e' (required at #/required)"],
])("the schema %j refuses the document %j: %s", (schema, document, words) => {
  expect(compileSchema(JSON.stringify(schema))(document)).toContain(words);
});

test("a valid document has no error", () => {
  expect(compileSchema(JSON.stringify(closed))({ a: 1 })).toBeNull();
});
