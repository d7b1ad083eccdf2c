/**
 * True for the lower-case name of a header in which proxies name the client: a request with such a
 * header does not come directly from this machine. The form of the name decides, because a list
 * would lack the header of the next vendor.
 */
export function isProxyHeader(name: string): boolean {
  return PROXY_HEADER.test(name);
}

const PROXY_HEADER =
  /forwarded|^(?:via|cdn-loop|x-host|x-original-host)$|(?:ip|ipv6|addr|address)$/;
