import type { Viewer } from "./session.ts";

/** What the refused are told. */
export const FORGED = "This request came from another site. Use an API key.";

/**
 * True for a change that another site may have made a signed-in browser send: where neither `Sec-Fetch-Site` nor
 * `Origin` says that the page was the portal's. A cookie travels along with such a request, a key does not.
 * `SameSite=Lax` alone would let another port of the same machine through: to a browser that is the same site.
 */
export function isForged({ method, headers }: Request, viewer: Pick<Viewer, "by">): boolean {
  if (viewer.by === "key" || method === "GET" || method === "HEAD") return false;
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  const own = origin !== null && hostOf(origin) === headers.get("host");
  // Browsers send no fetch metadata over plain HTTP to other machines; `Origin` is all there is then.
  return site !== "same-origin" && !(site === null && own);
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
