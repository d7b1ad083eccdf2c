import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

/** The header under which the rest of the portal finds the client's address. */
export const PEER_HEADER = "x-headwater-peer";

/**
 * Address of the client behind a connection. `X-Forwarded-For` is a claim of whoever sent it, so only as many of its
 * entries count, from the right, as there are proxies of one's own (`HEADWATER_PROXY_HOPS`); with none, the socket's.
 */
export function peerOf({ headers, socket }: IncomingMessage, hops: number): string | undefined {
  const told = [headers["x-forwarded-for"] ?? []].flat().join(",").split(",");
  const claimed = hops === 0 ? undefined : told.at(-hops)?.trim();
  return claimed === undefined || claimed === "" ? socket.remoteAddress : claimed;
}

/**
 * Writes the client's address over whatever each request of this process says it is.
 * Next gives handlers no socket and takes a client's `X-Forwarded-For` as it comes; Node's own channel tells of a
 * request before any server sees it, which spares a server of our own around Next's.
 */
export function namePeers(hops: number): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { readonly request: IncomingMessage };
    const peer = peerOf(request, hops);
    if (peer === undefined) delete request.headers[PEER_HEADER];
    else request.headers[PEER_HEADER] = peer;
  });
}
