import { APP_ERROR_CODES } from "@headwater/domain";
import { type OpenAPIHono, type RouteConfig, z } from "@hono/zod-openapi";
import { openRoute, type RestRoute } from "./route.ts";

/** The body of every refusal; a request whose parts don't fit has the message alone. */
const refusalBody = z
  .object({
    code: z.enum([...APP_ERROR_CODES, "method_not_allowed"]).optional(),
    message: z.string(),
    details: z.unknown().optional(),
  })
  .openapi("Error");

/** What may go wrong everywhere; anything else is `default`. */
const REFUSALS = {
  400: "What was sent can't be used; the message says what",
  401: "No key, or none that is valid",
  403: "The caller's role may not do this; the message says whom to ask. Also a change that another site made a browser send",
  413: "The body is larger than 2 MB, an import of schemas than 32 MiB",
  422: "The Idempotency-Key was used for another request",
  429: "20 statements of the caller wait already; Retry-After says when to try again",
} as const;

const idempotencyKey = z.object({
  "Idempotency-Key": z.string().max(255).optional().openapi({
    description:
      "1 to 255 characters. For a day the same request with the same key gets the same answer and does nothing again.",
  }),
});

/** A route as the document's registry takes it. */
export function routeConfig(route: RestRoute): RouteConfig {
  const { method, path, summary, action, params, query, body } = route;
  const isPost = method === "post";
  return {
    method,
    path,
    summary,
    operationId: `${method}${path.replaceAll(/[^a-z0-9]+/gi, "_")}`,
    ...(action === null
      ? { security: [] }
      : { description: `Scope ${action.scope}, open from the role ${action.least} on.` }),
    request: {
      ...(params === undefined ? {} : { params: params as never }),
      ...(query === undefined ? {} : { query: query as never }),
      ...(isPost ? { headers: idempotencyKey } : {}),
      ...(body === undefined
        ? {}
        : { body: { content: { "application/json": { schema: body } }, required: false } }),
    },
    responses: { 200: done(route), ...refusals(isPost) },
  };
}

function done(route: RestRoute) {
  const bytes = "bytes" in route ? (route.bytes?.contentTypes ?? []) : [];
  const binary = { schema: { type: "string", format: "binary" } } as const;
  return {
    description: "Done",
    content: {
      "application/json": { schema: route.answer },
      ...Object.fromEntries(bytes.map((type) => [type, binary])),
    },
  };
}

function refusals(isPost: boolean) {
  const refused = (description: string) => ({
    description,
    content: { "application/json": { schema: refusalBody } },
  });
  const known = Object.entries(REFUSALS)
    .filter(([status]) => isPost || Number(status) < 413)
    .map(([status, description]) => [status, refused(description)] as const);
  return { ...Object.fromEntries(known), default: refused("Refused") };
}

/** The OpenAPI document of the registered routes. Version 3.1: its schemas are JSON Schema, which knows null as a type. */
export function openApiDocument(app: OpenAPIHono, serverUrl: string): object {
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Headwater",
      version: "1",
      license: { name: "MPL-2.0", url: "https://www.mozilla.org/MPL/2.0/" },
    },
    servers: [{ url: serverUrl }],
    security: [{ key: [] }],
  });
}

/** How a caller proves who they are. */
export const KEY_SCHEME = {
  type: "apiKey",
  in: "header",
  name: "Authorization",
  description: "Key <api key>",
} as const;

/** The route that gives the document. */
export function documentRoute(make: () => object): RestRoute {
  return openRoute({
    method: "get",
    path: "/api/v1/openapi.json",
    summary: "This document",
    action: null,
    answer: z.record(z.string(), z.unknown()),
    handleOpen: async () => Response.json(make()),
  });
}
