import { runtime } from "./runtime.ts";
import type { Viewer } from "./session.ts";

/** The message of a refused request. */
export const FORGED =
  "This request came from another site. Send it from a page of the portal, or use an API key.";

/**
 * True for a change that another site may have made a signed-in browser send: neither
 * `Sec-Fetch-Site` nor `Origin` says that the page is the portal's. A browser adds the cookie to
 * such a request, but never a key. `SameSite=Lax` alone would allow another port of the same
 * machine, which is the same site for a browser.
 */
function isForged({ method, headers }: Request, viewer: Pick<Viewer, "by">): boolean {
  if (viewer.by === "key" || method === "GET" || method === "HEAD") return false;
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  const own = origin !== null && isOwnOrigin(origin, headers.get("host"));
  // Browsers send no fetch metadata over plain HTTP to other machines, so only `Origin` is left.
  return site !== "same-origin" && !(site === null && own);
}

/**
 * True for a change that a page of another site made a browser send, with or without a session:
 * such a request must not sign in or out, nor count as a try at a password. A script without a page
 * sends neither of the two headers.
 */
export function isFromForeignPage(request: Request): boolean {
  const { headers } = request;
  const isBrowser = headers.has("origin") || headers.has("sec-fetch-site");
  return isBrowser && isForged(request, { by: "cookie" });
}

/**
 * True for a change that is refused as a request of another site: a request with a cookie that no
 * page of the portal sent, or a request without a cookie that a foreign page sent. A request with a
 * key is never refused here, because no other site could add the key.
 */
export function isRefusedAsForged(request: Request, viewer: Pick<Viewer, "by"> | null): boolean {
  if (viewer !== null) return isForged(request, viewer);
  return !request.headers.has("authorization") && isFromForeignPage(request);
}

/**
 * True for an origin of the portal, as browsers write origins: the origin of its public address,
 * which a proxy with TLS may serve, or the request's host over plain HTTP. Another scheme or port
 * belongs to another site.
 */
function isOwnOrigin(origin: string, host: string | null): boolean {
  return [runtime().config.publicUrl, `http://${host ?? ""}`].some(
    (url) => originOf(url) === origin,
  );
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}
