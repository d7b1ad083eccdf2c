/** Why no route takes a request. */
export interface RouteRefusal {
  readonly status: 404 | 405;
  readonly code: "not_found" | "method_not_allowed";
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Says that a method is none that any address takes; null for the others. Next itself answers these with nothing. */
export function refuseMethod(method: string, pathname: string): RouteRefusal | null {
  return METHODS.includes(method) ? null : refusedMethod(pathname, METHODS);
}

/** Says that no route has an address under `/api`. */
export function refusedAddress(pathname: string): RouteRefusal {
  return {
    status: 404,
    code: "not_found",
    message: `There is no ${pathname}. /api/v1/openapi.json lists what there is.`,
    headers: {},
  };
}

/** Says which methods an address takes, to a request with another one. */
export function refusedMethod(pathname: string, allowed: readonly string[]): RouteRefusal {
  const allow = allowed.join(", ");
  const message = `${pathname} takes ${allow}.`;
  return { status: 405, code: "method_not_allowed", message, headers: { allow } };
}

/** The methods that an address takes whose routes have the given ones. */
export function allowedMethods(routes: readonly { readonly method: string }[]): string[] {
  const own = routes.map(({ method }) => method.toUpperCase());
  return [...own, ...(own.includes("GET") ? ["HEAD"] : []), "OPTIONS"];
}
