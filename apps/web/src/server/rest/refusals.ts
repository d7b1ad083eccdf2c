/** Why no route takes a request. */
export interface RouteRefusal {
  readonly status: 404 | 405;
  readonly code: "not_found" | "method_not_allowed";
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface RoutePath {
  readonly method: string;
  readonly path: string;
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Says that a method is none that any address takes; null for the others. Next itself answers these with nothing. */
export function refuseMethod(method: string, pathname: string): RouteRefusal | null {
  return METHODS.includes(method) ? null : refusedMethod(pathname, METHODS);
}

/** Says why no route under `/api` takes a request. */
export function refuseRoute(pathname: string, routes: readonly RoutePath[]): RouteRefusal {
  const allowed = allowedMethods(pathname, routes);
  if (allowed.length > 0) return refusedMethod(pathname, allowed);
  return {
    status: 404,
    code: "not_found",
    message: `There is no ${pathname}. /api/v1/openapi.json lists what there is.`,
    headers: {},
  };
}

/** The methods that an address takes; none where there is no such address. */
export function allowedMethods(pathname: string, routes: readonly RoutePath[]): string[] {
  // A path of fixed parts stands before one that takes any.
  const path = routes.find((route) => patternOf(route.path).test(pathname))?.path;
  const own = routes
    .filter((route) => route.path === path)
    .map(({ method }) => method.toUpperCase());
  if (own.length === 0) return [];
  return [...own, ...(own.includes("GET") ? ["HEAD"] : []), "OPTIONS"];
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`);
}

function refusedMethod(pathname: string, allowed: readonly string[]): RouteRefusal {
  const allow = allowed.join(", ");
  const message = `${pathname} takes ${allow}.`;
  return { status: 405, code: "method_not_allowed", message, headers: { allow } };
}
