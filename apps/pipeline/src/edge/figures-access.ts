import type { IncomingHttpHeaders } from "node:http";

/** What proxies add to name the client: who sends one is no direct reader of this machine, however many proxies are ours. */
const FORWARDING = [
  ...["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"],
  ...["x-real-ip", "x-client-ip", "cf-connecting-ip"],
];

/** Who asks for the figures. */
export interface FiguresReader {
  readonly remoteAddr: string;
  readonly headers: IncomingHttpHeaders;
  /** The address that the edge listens on, which is a name of this machine, too. */
  readonly ownHost: string;
}

/**
 * True for a request of this machine itself, which needs no key: a loopback connection that no proxy passed on, under a
 * name of this machine. The name matters because a page in a browser of this machine may bring one that leads here.
 */
export function isOfThisMachine({ remoteAddr, headers, ownHost }: FiguresReader): boolean {
  if (!isLoopback(remoteAddr)) return false;
  if (FORWARDING.some((name) => headers[name] !== undefined)) return false;
  const name = nameOf(headers.host ?? "");
  return name === ownHost || isLoopback(name);
}

/** The API key of a request; null without one. */
export function keyOf({ authorization = "" }: IncomingHttpHeaders): string | null {
  return /^(?:Key|Bearer)\s+(\S+)$/i.exec(authorization)?.[1] ?? null;
}

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(host);

/** A `Host` without its port and brackets. */
const nameOf = (host: string): string =>
  host
    .toLowerCase()
    .replace(/:\d+$/, "")
    .replace(/^\[(.*)\]$/, "$1");
