import { APP_ERROR_CODES } from "@headwater/domain";
import { type OpenAPIHono, type RouteConfig, z } from "@hono/zod-openapi";
import { openRoute, type RestRoute } from "./route.ts";

/**
 * The body of every refusal; the refusal of an input that does not fit its schema has only the
 * message.
 */
export const refusalBody = z
  .object({
    code: z.enum([...APP_ERROR_CODES, "method_not_allowed"]).optional(),
    message: z.string(),
    details: z.unknown().optional(),
  })
  .openapi("Error");

/** The refusals of the kinds of routes; any other refusal is `default`. */
const REFUSALS = {
  guarded: {
    400: "The input can't be used; the message says why",
    401: "No key, or an invalid key",
    403: "The caller's role may not do this; the message says whom to ask. Also a change that another site made a browser send",
  },
  named: { 404: "The object of the path does not exist, or the caller may not see it" },
  post: {
    413: "The body is larger than 2 MB, an import of schemas than 32 MiB",
    422: "The Idempotency-Key was used for another request",
    429: "20 statements of the caller wait already, or the caller sends too much data; Retry-After says when to try again",
  },
  all: {
    503: "A part of the platform does not answer for a moment; Retry-After says when to try again",
  },
} as const;

const idempotencyKey = z.object({
  "Idempotency-Key": z.string().min(1).max(255).optional().openapi({
    description:
      "1 to 255 characters. For a day the same request with the same key gets the same answer and does nothing again.",
  }),
});

const header = (type: "string" | "integer", description: string) =>
  ({ description, schema: { type } }) as const;
const RETRY_AFTER = { "Retry-After": header("integer", "Seconds") };
const REPLAYED = {
  "Idempotency-Replayed": header("string", "true where the answer was given before"),
};
const FILE_NAME = {
  "Content-Disposition": header("string", "The name of the file, where the answer is a download"),
};

/** A route in the form of the document's registry. */
export function routeConfig(route: RestRoute): RouteConfig {
  const { method, path, summary, action } = route;
  return {
    method,
    path,
    summary,
    operationId: `${method}${path.replaceAll(/[^a-z0-9]+/gi, "_")}`,
    ...(action === null
      ? { security: [] }
      : { description: `Scope ${action.scope}, open from the role ${action.least} on.` }),
    request: requestOf(route),
    responses: { 200: done(route), ...refusals(route) },
  };
}

function requestOf({
  method,
  params,
  query,
  body,
}: RestRoute): NonNullable<RouteConfig["request"]> {
  return {
    ...(params === undefined ? {} : { params: params as never }),
    ...(query === undefined ? {} : { query: query as never }),
    ...(method === "post" ? { headers: idempotencyKey } : {}),
    ...(body === undefined
      ? {}
      : {
          body: {
            content: { "application/json": { schema: body } },
            // A missing body is an empty object, which some routes accept.
            required: !body.safeParse({}).success,
          },
        }),
  };
}

function done(route: RestRoute) {
  const bytes = "bytes" in route ? (route.bytes?.contentTypes ?? []) : [];
  const binary = { schema: { type: "string", format: "binary" } } as const;
  return {
    description: "Done",
    headers: {
      ...(route.method === "post" ? REPLAYED : {}),
      ...(bytes.length > 0 ? FILE_NAME : {}),
    },
    content: {
      "application/json": { schema: route.answer },
      ...Object.fromEntries(bytes.map((type) => [type, binary])),
    },
  };
}

function refusals({ method, params, action }: RestRoute) {
  const known = {
    ...(action === null ? {} : REFUSALS.guarded),
    ...(params === undefined ? {} : REFUSALS.named),
    ...(method === "post" ? REFUSALS.post : {}),
    ...REFUSALS.all,
  };
  const each = Object.entries(known).map(([status, words]) => {
    const isPassing = status === "429" || status === "503";
    return [status, { ...refused(words), ...(isPassing ? { headers: RETRY_AFTER } : {}) }] as const;
  });
  return { ...Object.fromEntries(each), default: refused("Refused") };
}

function refused(description: string) {
  return { description, content: { "application/json": { schema: refusalBody } } };
}

/**
 * The OpenAPI document of the registered routes. The version is 3.1, whose schemas are JSON Schema
 * and have null as a type. */
export function openApiDocument(app: OpenAPIHono, serverUrl: string): object {
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Headwater",
      version: "1",
      license: { name: "MPL-2.0", url: "https://www.mozilla.org/MPL/2.0/" },
    },
    servers: [{ url: serverUrl }],
    security: [{ key: [] }],
  });
  for (const path of Object.values(document.paths ?? {}))
    for (const method of METHODS) requirePathParts(path[method]?.parameters ?? []);
  return document;
}

const METHODS = ["get", "post", "delete"] as const;

/**
 * Marks each part of a path as required. A schema that converts text to a number accepts any input,
 * so the generator takes such a part for optional.
 */
function requirePathParts(parameters: readonly object[]): void {
  for (const one of parameters)
    if ("in" in one && one.in === "path") Object.assign(one, { required: true });
}

/** The way a caller authenticates. */
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
