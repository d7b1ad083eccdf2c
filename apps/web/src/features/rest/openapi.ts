type Operation = readonly [method: string, path: string, summary: string];

/** Every REST operation; the document is made from this list. */
const OPERATIONS: readonly Operation[] = [
  ["post", "/api/query_results", "Run a statement: a job, or the result where it is there at once"],
  [
    "get",
    "/api/query_results/{id}",
    "Result of a run; {id}.csv, {id}.json and {id}.parquet are downloads",
  ],
  [
    "get",
    "/api/jobs/{id}",
    "State of a run: 1 queued, 2 running, 3 finished, 4 failed, 5 cancelled",
  ],
  ["delete", "/api/jobs/{id}", "Cancel a run"],
  ["get", "/api/data_sources", "Data sources"],
  ["get", "/api/queries", "Saved queries; page, page_size, order, q, tags"],
  ["post", "/api/queries", "Save a new query"],
  ["get", "/api/queries/{id}", "A saved query with its charts"],
  ["post", "/api/queries/{id}", "Save changes; with version, a newer one is a conflict (409)"],
  ["delete", "/api/queries/{id}", "Archive a saved query"],
  ["post", "/api/queries/{id}/results", "Run a saved query"],
  ["get", "/api/session", "Who the caller is"],
  ["get", "/api/health", "200 while the portal can work"],
  ["get", "/api/v1/schemas", "Registered document schemas"],
  ["post", "/api/v1/schemas/import", "Register schema files; each has its own outcome"],
  ["get", "/api/v1/status", "Processes and the accounting identity"],
  ["post", "/api/v1/verify", "Check manifests, checksums and accounting"],
  ["post", "/api/v1/api-keys", "Make an API key; it is told once"],
];

/** The OpenAPI document of the portal's REST routes. */
export function openApiDocument(serverUrl: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [method, path, summary] of OPERATIONS) {
    const item = paths[path] ?? {};
    item[method] = operationOf(method, path, summary);
    paths[path] = item;
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
          required: ["message"],
          properties: { message: { type: "string" } },
        },
      },
    },
  };
}

function operationOf(method: string, path: string, summary: string): object {
  const json = { "application/json": { schema: { type: "object" } } };
  const error = {
    description: "Refused",
    content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
  };
  const id = { name: "id", in: "path", required: true, schema: { type: "string" } };
  return {
    operationId: `${method}${path.replaceAll(/[^a-z0-9]+/gi, "_")}`,
    summary,
    ...(path.includes("{id}") ? { parameters: [id] } : {}),
    ...(method === "post" ? { requestBody: { content: json } } : {}),
    responses: { 200: { description: "Done", content: json }, default: error },
  };
}
