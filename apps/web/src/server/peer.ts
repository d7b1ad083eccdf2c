import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { isIPv4, isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";

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

/**
 * What an address stands for where tries are counted: an IPv4 address itself, of an IPv6 address its /64, which is what
 * one subscriber has; in one form, however it was written. What is no address is all the same, or it would count anew.
 */
export function networkOf(address: string | null): string {
  const bare = /^\[(.*)\](?::\d+)?$|^([\d.]+)(?::\d+)?$/.exec(address ?? "");
  const [text = ""] = (bare?.[1] ?? bare?.[2] ?? address ?? "").split("%");
  if (isIPv4(text)) return text;
  if (!isIPv6(text)) return "unknown";
  const parsed = ipaddr.IPv6.parse(text.replace(BARE_IPV4, "::0:"));
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().toString();
  const groups = parsed.parts.slice(0, 4).map((group) => group.toString(16));
  return `${groups.join(":")}::/64`;
}

/** Of `::127.0.0.1` the library makes `::ffff:127.0.0.1`, which is another address. */
const BARE_IPV4 = /^::(?=\d+\.)/;

/** True for the addresses and the name by which a machine reaches itself. */
export function isLoopback(address: string): boolean {
  const network = networkOf(address);
  if (address === "localhost" || network.startsWith("127.")) return true;
  return /^\[?::1\]?$/.test(address);
}
