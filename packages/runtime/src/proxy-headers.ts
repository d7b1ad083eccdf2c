/**
 * True for the name of a header (in lower case) in which proxies tell for whom they ask: a request with such a header does not
 * come directly from this machine. The form of the name decides, since a list would lack the next vendor's own header.
 */
export function isProxyHeader(name: string): boolean {
  return PROXY_HEADER.test(name);
}

const PROXY_HEADER =
  /forwarded|^(?:via|cdn-loop|x-host|x-original-host)$|(?:ip|ipv6|addr|address)$/;
