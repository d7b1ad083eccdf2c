import { OpenAPIHono, z } from "@hono/zod-openapi";
import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { request } from "../test/portal-lab.ts";
import { answerRest, ROUTES } from "./app.ts";
import { openApiDocument, routeConfig } from "./document.ts";
import { restRoute } from "./route.ts";

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly required?: boolean };
  readonly responses: Readonly<Record<string, { readonly content?: Record<string, unknown> }>>;
}

beforeAll(() => {
  // The document needs the address of the portal, but no database.
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

test("the validator refuses a broken document", async () => {
  const { paths, ...rest } = await document();
  const broken = { ...rest, paths: { ...paths, "/api/x": { get: { responses: 7 } } } };
  expect((await new Validator().validate(broken)).valid).toBe(false);
});

test("each route describes its answer, and no answer is just an object", async () => {
  const { paths } = await document();
  for (const { method, path } of ROUTES) {
    const schema = paths[path]?.[method]?.responses["200"]?.content?.["application/json"];
    expect(schema, `${method} ${path}`).toBeDefined();
    expect(JSON.stringify(schema), `${method} ${path}`).not.toBe('{"schema":{"type":"object"}}');
  }
});

test("each variable part of a path is a parameter, and a body without required fields is optional", async () => {
  const { paths } = await document();
  for (const { method, path } of ROUTES) {
    const inPath = (paths[path]?.[method]?.parameters ?? []).filter((one) => one.in === "path");
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(inPath.map(({ name }) => name).toSorted(), `${method} ${path}`).toEqual(
      named.toSorted(),
    );
  }
  const isBodyNeeded = (path: string) => paths[path]?.["post"]?.requestBody?.required;
  expect(isBodyNeeded("/api/queries")).toBe(true);
  expect(isBodyNeeded("/api/queries/{id}/refresh")).toBe(false);
  expect(isBodyNeeded("/api/v1/verify")).toBeUndefined();
});

test("a part of a path is required, also if its schema converts the part to a number", () => {
  const app = new OpenAPIHono();
  const route = restRoute({
    method: "get",
    path: "/api/fish/{id}",
    summary: "A fish",
    action: { scope: "fish:read", least: "viewer" },
    params: z.object({ id: z.coerce.number().int() }),
    answer: z.object({}),
    handle: async () => ({}),
  });
  app.openAPIRegistry.registerPath(routeConfig(route));
  expect(openApiDocument(app, "http://here")).toMatchObject({
    paths: {
      "/api/fish/{id}": { get: { parameters: [{ name: "id", in: "path", required: true }] } },
    },
  });
});

test("each refusal has the shape that the portal gives", async () => {
  const { paths } = await document();
  const shape = { $ref: "#/components/schemas/Error" };
  const statuses = (path: string, method: string) => paths[path]?.[method]?.responses ?? {};
  for (const { method, path } of ROUTES)
    for (const [status, { content }] of Object.entries(statuses(path, method)))
      if (status !== "200") expect(content?.["application/json"]).toEqual({ schema: shape });
  expect(Object.keys(statuses("/api/queries/{id}", "post"))).toEqual(
    expect.arrayContaining(["400", "401", "403", "404", "413", "422", "429", "503", "default"]),
  );
  expect(Object.keys(statuses("/api/health", "get"))).toEqual(["200", "503", "default"]);
});
