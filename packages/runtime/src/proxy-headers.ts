/**
 * True for the name of a header (in lower case) by which proxies tell whom they ask for: who sends one is no direct reader
 * of this machine. By the form of the name: each vendor has one of its own, and a list would lack the next one.
 */
export function isProxyHeader(name: string): boolean {
  return PROXY_HEADER.test(name);
}

const PROXY_HEADER =
  /forwarded|^(?:via|cdn-loop|x-host|x-original-host)$|(?:ip|ipv6|addr|address)$/;
