import type { IncomingHttpHeaders } from "node:http";
import { isIPv4 } from "node:net";
import { isProxyHeader } from "@headwater/runtime";

/** Who asks for the figures. */
export interface FiguresReader {
  readonly remoteAddr: string;
  /** Each header with all its values: Node's plain form tells only the first of two `Host` headers. */
  readonly headers: NodeJS.Dict<string[]>;
  /** The address that the edge listens on, which is a name of this machine, too. */
  readonly ownHost: string;
}

/**
 * True for a request of this machine itself, which needs no key: a loopback connection that no proxy passed on, under a
 * name of this machine. The name matters because a page in this machine's browser may use a foreign name that leads here.
 */
export function isOfThisMachine({ remoteAddr, headers, ownHost }: FiguresReader): boolean {
  if (!isLoopback(remoteAddr)) return false;
  if (Object.keys(headers).some(isProxyHeader)) return false;
  const { host: [host = "", ...others] = [] } = headers;
  const name = nameOf(host);
  if (others.length > 0) return false;
  return name === ownHost || isLoopback(name);
}

/** The API key of a request; null without one. */
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
