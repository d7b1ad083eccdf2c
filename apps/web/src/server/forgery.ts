import { runtime } from "./runtime.ts";
import type { Viewer } from "./session.ts";

/** What the refused are told. */
export const FORGED = "This request came from another site. Use an API key.";

/**
 * True for a change that another site may have made a signed-in browser send: where neither `Sec-Fetch-Site` nor
 * `Origin` says that the page was the portal's. A cookie travels along with such a request, a key does not.
 * `SameSite=Lax` alone would let another port of the same machine through: to a browser that is the same site.
 */
function isForged({ method, headers }: Request, viewer: Pick<Viewer, "by">): boolean {
  if (viewer.by === "key" || method === "GET" || method === "HEAD") return false;
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  const own = origin !== null && isOwnOrigin(origin, headers.get("host"));
  // Browsers send no fetch metadata over plain HTTP to other machines; `Origin` is all there is then.
  return site !== "same-origin" && !(site === null && own);
}

/**
 * True for a change that a page of another site made a browser send, whoever it comes from: nobody may sign in or out by
 * it, nor spend an account's tries. A script without a page says nothing of where it comes from.
 */
export function isFromForeignPage(request: Request): boolean {
  const { headers } = request;
  const isBrowser = headers.has("origin") || headers.has("sec-fetch-site");
  return isBrowser && isForged(request, { by: "cookie" });
}

/**
 * True for a change that is refused as another site's: with a cookie where no page of the portal's sent it, without one
 * where another page did. A request with a key is none, whether the key is good or not: no other site could add it.
 */
export function isRefusedAsForged(request: Request, viewer: Pick<Viewer, "by"> | null): boolean {
  if (viewer !== null) return isForged(request, viewer);
  return !request.headers.has("authorization") && isFromForeignPage(request);
}

/**
 * True for an origin of the portal's, as browsers write it: that of its public address, which a proxy with TLS may serve,
 * or of the name that it was asked under, which it serves in plain HTTP. Another scheme or port is another site's.
 */
function isOwnOrigin(origin: string, host: string | null): boolean {
  return [runtime().config.publicUrl, `http://${host ?? ""}`].some(
    (url) => originOf(url) === origin,
  );
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}
