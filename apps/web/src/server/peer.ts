import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { isIPv4, isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";

/** The header that holds the client's address for the rest of the portal. */
export const PEER_HEADER = "x-headwater-peer";

/**
 * The address of a connection's client. Anybody can send `X-Forwarded-For`, so only as many entries
 * from the right count as there are own proxies (`HEADWATER_PROXY_HOPS`). Without own proxies, the
 * socket's address counts.
 */
export function peerOf({ headers, socket }: IncomingMessage, hops: number): string | undefined {
  const forwarded = [headers["x-forwarded-for"] ?? []].flat().join(",").split(",");
  const claimed = hops === 0 ? undefined : forwarded.at(-hops)?.trim();
  return claimed === undefined || claimed === "" ? socket.remoteAddress : claimed;
}

/**
 * Sets the header of the client's address on each request of this process, over a client's own
 * value. Next gives handlers no socket and trusts a client's `X-Forwarded-For`. Node's diagnostics
 * channel reports a request before any server sees it, so no own server around Next's is needed.
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
 * The network for which tries are counted, in normal form: an IPv4 address itself, or the /64 of an
 * IPv6 address, which one subscriber has. All invalid addresses are one network, because otherwise
 * each would have its own count.
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

/** Matches `::127.0.0.1`, which the library would read as `::ffff:127.0.0.1`, another address. */
const BARE_IPV4 = /^::(?=\d+\.)/;

/** True for the addresses and the name by which a machine reaches itself. */
export function isLoopback(address: string): boolean {
  const network = networkOf(address);
  if (address === "localhost" || network.startsWith("127.")) return true;
  return /^\[?::1\]?$/.test(address);
}
