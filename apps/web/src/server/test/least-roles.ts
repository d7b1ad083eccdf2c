import type { Role } from "@headwater/domain/rights";

/**
 * The least role that may call each procedure: written out, so that a mistake in a router is found.
 */
export const PROCEDURES: Readonly<Record<string, Role>> = {
  "account.createKey": "viewer",
  "account.overview": "viewer",
  "account.revokeKey": "viewer",
  "account.setPassword": "viewer",
  "admin.addPerson": "admin",
  "admin.changePerson": "admin",
  "admin.demo": "admin",
  "admin.importSchemas": "admin",
  "admin.people": "admin",
  "admin.removeDemo": "admin",
  "admin.schema": "analyst",
  "admin.schemas": "analyst",
  "admin.signInLink": "admin",
  "catalog.sample": "viewer",
  "catalog.table": "viewer",
  "catalog.tables": "viewer",
  "home.overview": "viewer",
  "search.all": "viewer",
  "pipeline.accounting": "viewer",
  "pipeline.arrivals": "viewer",
  "pipeline.freshness": "viewer",
  "pipeline.minutes": "viewer",
  "pipeline.rate": "viewer",
  "pipeline.rejected": "analyst",
  "pipeline.rejectedPing": "analyst",
  "pipeline.rejectedReasons": "viewer",
  "pipeline.stages": "viewer",
  "pipeline.tail": "analyst",
  "queries.archive": "analyst",
  "queries.create": "analyst",
  "queries.createVisualization": "analyst",
  "queries.deleteVisualization": "analyst",
  "queries.get": "viewer",
  "queries.list": "viewer",
  "queries.restore": "analyst",
  "queries.save": "analyst",
  "queries.updateVisualization": "analyst",
  "sql.cancel": "viewer",
  "sql.chart": "viewer",
  "sql.complete": "analyst",
  "sql.history": "viewer",
  "sql.page": "viewer",
  "sql.profile": "viewer",
  "sql.progress": "viewer",
  "sql.run": "viewer",
  "sql.tree": "viewer",
  "sql.validate": "analyst",
};

/** The same for the routes; `open` is for anybody, `own` has its own rules and tests. */
export const ROUTES: Readonly<Record<string, Role | "open">> = {
  "GET /api/data_sources": "viewer",
  "GET /api/data_sources/{id}/schema": "viewer",
  "GET /api/health": "open",
  "DELETE /api/jobs/{id}": "viewer",
  "GET /api/jobs/{id}": "viewer",
  "GET /api/queries": "viewer",
  "POST /api/queries": "analyst",
  "DELETE /api/queries/{id}": "analyst",
  "GET /api/queries/{id}": "viewer",
  "POST /api/queries/{id}": "analyst",
  "POST /api/queries/{id}/refresh": "viewer",
  "POST /api/queries/{id}/results": "viewer",
  "GET /api/queries/{id}/{name}": "viewer",
  "GET /api/queries/{id}/results/{name}": "viewer",
  "GET /api/query_results/{name}": "viewer",
  "POST /api/query_results": "viewer",
  "GET /api/session": "viewer",
  "POST /api/v1/api-keys": "viewer",
  "GET /api/v1/openapi.json": "open",
  "POST /api/v1/schemas/import": "admin",
  "GET /api/v1/schemas": "analyst",
  "GET /api/v1/status": "viewer",
  "POST /api/v1/verify": "admin",
};

/**
 * Routes with the procedures that do the same: if their rights differed, one would bypass the
 * other.
 */
export const SAME_ACTIONS: Readonly<Record<string, string>> = {
  "DELETE /api/jobs/{id}": "sql.cancel",
  "DELETE /api/queries/{id}": "queries.archive",
  "GET /api/data_sources/{id}/schema": "sql.tree",
  "GET /api/jobs/{id}": "sql.progress",
  "GET /api/queries": "queries.list",
  "GET /api/queries/{id}": "queries.get",
  "GET /api/query_results/{name}": "sql.page",
  "GET /api/v1/schemas": "admin.schemas",
  "GET /api/v1/status": "pipeline.stages",
  "POST /api/queries": "queries.create",
  "POST /api/queries/{id}": "queries.save",
  "POST /api/query_results": "sql.run",
  "POST /api/v1/api-keys": "account.createKey",
  "POST /api/v1/schemas/import": "admin.importSchemas",
};

/**
 * Route files of `app/api`: the file of the REST routes, and the files that have their own rules
 * and tests.
 */
export const ROUTE_FILES = ["[[...path]]", "auth/[...all]", "trpc/[trpc]"];

/** The methods of the files with their own rules. */
export const OWN_RULES = {
  "POST /api/auth/[...all]": "own",
  "GET /api/trpc/[trpc]": "own",
  "POST /api/trpc/[trpc]": "own",
} as const;
