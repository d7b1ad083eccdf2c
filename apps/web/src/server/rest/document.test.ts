import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { request } from "../test/portal-lab.ts";
import { answerRest, ROUTES } from "./app.ts";

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Record<string, unknown> }>>;
}

beforeAll(() => {
  // The document names the address of the portal; it asks no database.
  vi.stubEnv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none");
});
afterAll(() => vi.unstubAllEnvs());

const document = async () =>
  (await (await answerRest(request("/api/v1/openapi.json"))).json()) as {
    paths: Record<string, Record<string, Operation>>;
  };

test("the document is OpenAPI, as a public validator says", async () => {
  const { valid, errors } = await new Validator().validate(await document());
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});

test("the validator refuses what is none", async () => {
  const { paths, ...rest } = await document();
  const broken = { ...rest, paths: { ...paths, "/api/x": { get: { responses: 7 } } } };
  expect((await new Validator().validate(broken)).valid).toBe(false);
});

test("each route says what it gives, and no answer is just an object", async () => {
  const { paths } = await document();
  for (const { method, path } of ROUTES) {
    const schema = paths[path]?.[method]?.responses["200"]?.content?.["application/json"];
    expect(schema, `${method} ${path}`).toBeDefined();
    expect(JSON.stringify(schema), `${method} ${path}`).not.toBe('{"schema":{"type":"object"}}');
  }
});
