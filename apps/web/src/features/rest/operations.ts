type Method = "get" | "post" | "delete";

/** A REST operation; `{id}` and `{name}` stand for one part of a path. */
export interface Operation {
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
}

const DOWNLOAD =
  "csv (?safe=1: no cell is a formula to a spreadsheet), json (numbers are numbers; one is text where a double would change its digits: whole ones beyond 2^53, decimals of more than 15 to 17 digits; NaN and infinities are null; ?shape=rows: the rows alone) or parquet";

/** Every REST operation of the portal. */
export const OPERATIONS: readonly Operation[] = (
  [
    [
      "post",
      "/api/query_results",
      "Run a statement: a job, or the result where it is there at once. query_id names the saved query that the text belongs to; {{ name }} is filled from parameters, bound as a value; a list gives each part a parameter of its own",
    ],
    [
      "get",
      "/api/query_results/{name}",
      `Result of a run, {id}; a download, {id}.{extension}: ${DOWNLOAD}`,
    ],
    [
      "get",
      "/api/jobs/{id}",
      "State of a run: 1 queued, 2 running, 3 finished, 4 failed, 5 cancelled",
    ],
    ["delete", "/api/jobs/{id}", "Cancel a run"],
    ["get", "/api/data_sources", "Data sources"],
    ["get", "/api/data_sources/{id}/schema", "Tables that the caller may read, with their columns"],
    ["get", "/api/queries", "Saved queries; page, page_size, order, q, tags"],
    ["post", "/api/queries", "Save a new query"],
    ["get", "/api/queries/{id}", "A saved query with its charts"],
    ["post", "/api/queries/{id}", "Save changes; with version, a newer one is a conflict (409)"],
    ["delete", "/api/queries/{id}", "Archive a saved query"],
    ["post", "/api/queries/{id}/results", "Run a saved query, with parameters"],
    [
      "post",
      "/api/queries/{id}/refresh",
      "Run a saved query whatever is stored of it: its job. Parameters in the body or as ?p_name=value",
    ],
    [
      "get",
      "/api/queries/{id}/results/{name}",
      `A result of a saved query, {result id}.{extension}: ${DOWNLOAD}`,
    ],
    [
      "get",
      "/api/queries/{id}/{name}",
      `The latest result of a saved query, results.{extension}: ${DOWNLOAD}`,
    ],
    ["get", "/api/session", "Who the caller is"],
    ["get", "/api/health", "200 while the portal can work"],
    ["get", "/api/v1/openapi.json", "This document"],
    ["get", "/api/v1/schemas", "Registered document schemas"],
    ["post", "/api/v1/schemas/import", "Register schema files; each has its own outcome"],
    ["get", "/api/v1/status", "Processes and the accounting identity"],
    ["post", "/api/v1/verify", "Check manifests, checksums and accounting"],
    ["post", "/api/v1/api-keys", "Make an API key; it is told once"],
  ] as const
).map(([method, path, summary]) => ({ method, path, summary }));

const ROUTES = [...Map.groupBy(OPERATIONS, ({ path }) => path)].map(([path, operations]) => ({
  pattern: new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`),
  methods: operations.map(({ method }) => method.toUpperCase()),
}));

/** Has routes and answers of its own. */
const OTHERS = /^\/api\/(auth|trpc)\//;

/** Why no route takes a request. */
export interface RouteRefusal {
  readonly status: 404 | 405;
  readonly code: "not_found" | "method_not_allowed";
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Says why no route under `/api` takes a request, null where one does; Next itself answers these with a page or nothing. */
export function refuseRoute(method: string, pathname: string): RouteRefusal | null {
  if (!METHODS.has(method)) return refusedMethod(pathname, [...METHODS]);
  if (!/^\/api(\/|$)/.test(pathname) || OTHERS.test(pathname)) return null;
  // A route of fixed parts stands before one that takes any.
  const methods = ROUTES.find(({ pattern }) => pattern.test(pathname))?.methods;
  if (methods === undefined)
    return {
      status: 404,
      code: "not_found",
      message: `There is no ${pathname}. /api/v1/openapi.json lists what there is.`,
      headers: {},
    };
  const allowed = [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"];
  return allowed.includes(method) ? null : refusedMethod(pathname, allowed);
}

function refusedMethod(pathname: string, allowed: readonly string[]): RouteRefusal {
  const allow = allowed.join(", ");
  const message = `${pathname} takes ${allow}.`;
  return { status: 405, code: "method_not_allowed", message, headers: { allow } };
}
