import { OPERATIONS, type Operation } from "./operations.ts";

/** The OpenAPI document of the portal's REST routes. */
export function openApiDocument(serverUrl: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of OPERATIONS) {
    const item = paths[operation.path] ?? {};
    item[operation.method] = operationOf(operation);
    paths[operation.path] = item;
  }
  return {
    openapi: "3.1.0",
    info: { title: "Headwater", version: "1", license: { name: "MPL-2.0" } },
    servers: [{ url: serverUrl }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: {
        key: { type: "apiKey", in: "header", name: "Authorization", description: "Key <api key>" },
      },
      schemas: {
        Error: {
          type: "object",
          required: ["code", "message"],
          properties: {
            code: { type: "string", examples: ["not_found", "forbidden", "queue_full"] },
            message: { type: "string" },
            details: {},
          },
        },
      },
    },
  };
}

/** What may go wrong everywhere; anything else is `default`. */
const REFUSALS = {
  400: "What was sent can't be used; the message says what",
  401: "No key, or none that is valid",
  403: "The caller's role may not do this; the message says whom to ask. Also a change that another site made a browser send",
  413: "The body is larger than 2 MB, an import of schemas than 32 MiB",
  422: "The Idempotency-Key was used for another request",
  429: "20 statements of the caller wait already; Retry-After says when to try again",
} as const;

const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header",
  description:
    "1 to 255 characters. For a day the same request with the same key gets the same answer and does nothing again.",
  schema: { type: "string", maxLength: 255 },
};

function operationOf({ method, path, summary }: Operation): object {
  const json = { "application/json": { schema: { type: "object" } } };
  const refused = (description: string) => ({
    description,
    content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
  });
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    ...{ name, in: "path", required: true },
    schema: { type: "string" },
  }));
  const parameters = [...inPath, ...(method === "post" ? [IDEMPOTENCY_KEY] : [])];
  const refusals = Object.entries(REFUSALS)
    .filter(([status]) => method === "post" || Number(status) < 413)
    .map(([status, description]) => [status, refused(description)]);
  return {
    operationId: `${method}${path.replaceAll(/[^a-z0-9]+/gi, "_")}`,
    summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(method === "post" ? { requestBody: { content: json } } : {}),
    responses: {
      200: { description: "Done", content: json },
      ...Object.fromEntries(refusals),
      default: refused("Refused"),
    },
  };
}
