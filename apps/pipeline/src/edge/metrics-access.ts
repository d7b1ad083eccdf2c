import type { IncomingHttpHeaders } from "node:http";
import { isIPv4 } from "node:net";
import { isProxyHeader } from "@headwater/runtime";

/** The sender of a request for metrics. */
export interface MetricsReader {
  readonly remoteAddr: string;
  /**
   * Each header with all its values: `headers` of Node keeps only the first of two `Host` headers.
   */
  readonly headers: NodeJS.Dict<string[]>;
  /** The address that the edge listens on, which is a name of this machine, too. */
  readonly ownHost: string;
}

/**
 * True for a request from this machine itself, which needs no key: the connection is a loopback
 * connection, no proxy forwarded the request, and its `Host` is a name of this machine. The `Host`
 * matters because a page in a browser of this machine may use a foreign name that resolves to this
 * machine.
 */
export function isOfThisMachine({ remoteAddr, headers, ownHost }: MetricsReader): boolean {
  if (!isLoopback(remoteAddr)) return false;
  if (Object.keys(headers).some(isProxyHeader)) return false;
  const { host: [host = "", ...others] = [] } = headers;
  const name = nameOf(host);
  if (others.length > 0) return false;
  return name === ownHost || isLoopback(name);
}

/** The API key of a request; null if the request has no API key. */
export function keyOf({ authorization = "" }: IncomingHttpHeaders): string | null {
  return /^(?:Key|Bearer)\s+(\S+)$/i.exec(authorization)?.[1] ?? null;
}

function isLoopback(host: string): boolean {
  const address = host.replace(/^::ffff:/, "");
  if (isIPv4(address)) return address.startsWith("127.");
  return host === "localhost" || host === "::1";
}

/** A `Host` without its port, and without the brackets of an IPv6 address. */
const nameOf = (host: string): string =>
  host
    .toLowerCase()
    .replace(/:\d+$/, "")
    .replace(/^\[([\da-f:.]+)\]$/, "$1");
