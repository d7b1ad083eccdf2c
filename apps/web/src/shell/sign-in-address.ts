/** The header in which the proxy tells a page its own path and query. */
export const PAGE_ADDRESS = "x-headwater-address";

/** The address of the sign-in page that leads back to the given page of the portal. */
export function signInFor(address: string): string {
  return address === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ to: address })}`;
}

/**
 * The address that the sign-in page's query names in `to`, if it is an address of the portal; else
 * the first page.
 */
export function pageAfter({ origin, search }: { origin: string; search: string }): string {
  const to = new URLSearchParams(search).get("to") ?? "/";
  const url = URL.canParse(to, origin) ? new URL(to, origin) : null;
  return url?.origin === origin ? url.href : `${origin}/`;
}
