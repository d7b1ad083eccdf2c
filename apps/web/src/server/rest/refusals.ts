/** The answer to a request that no route takes. */
export interface RouteRefusal {
  readonly status: 404 | 405;
  readonly code: "not_found" | "method_not_allowed";
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/**
 * Refuses a method that no address takes; null for any other method. Next itself would answer with
 * an empty body.
 */
export function refuseMethod(method: string, pathname: string): RouteRefusal | null {
  return METHODS.includes(method) ? null : refusedMethod(pathname, METHODS);
}

/** Refuses an address under `/api` that no route has. */
export function refusedAddress(pathname: string): RouteRefusal {
  return {
    status: 404,
    code: "not_found",
    message: `There is no ${pathname}. /api/v1/openapi.json lists all routes.`,
    headers: {},
  };
}

/**
 * Refuses a request with a method that the address does not take, and names the allowed methods.
 */
export function refusedMethod(pathname: string, allowed: readonly string[]): RouteRefusal {
  const allow = allowed.join(", ");
  const message = `${pathname} takes ${allow}.`;
  return { status: 405, code: "method_not_allowed", message, headers: { allow } };
}

/** The methods that an address takes: those of its routes, HEAD with GET, and OPTIONS. */
export function allowedMethods(routes: readonly { readonly method: string }[]): string[] {
  const own = routes.map(({ method }) => method.toUpperCase());
  return [...own, ...(own.includes("GET") ? ["HEAD"] : []), "OPTIONS"];
}
