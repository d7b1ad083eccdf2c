import { type NextRequest, NextResponse } from "next/server";
import { refuseRoute } from "./features/rest/operations.ts";
import { PAGE_ADDRESS } from "./shell/sign-in-address.ts";

const STATIC_HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
};

/** Puts the security headers on every answer and a fresh nonce into every page; what no route under `/api` takes ends here. */
export default function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set(PAGE_ADDRESS, request.nextUrl.pathname + request.nextUrl.search);
  headers.set("content-security-policy", policy);
  const refused = refuseRoute(request.method, request.nextUrl.pathname);
  const response =
    refused === null
      ? NextResponse.next({ request: { headers } })
      : NextResponse.json(
          { code: refused.code, message: refused.message },
          { status: refused.status, headers: refused.headers },
        );
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of Object.entries(STATIC_HEADERS)) response.headers.set(name, value);
  if (request.nextUrl.protocol === "https:")
    response.headers.set("strict-transport-security", "max-age=31536000; includeSubDomains");
  if (!request.nextUrl.pathname.startsWith("/_next/static/"))
    response.headers.set("cache-control", "no-store");
  return response;
}

function contentSecurityPolicy(nonce: string): string {
  // React's development build needs eval; the built portal does not.
  const development = process.env["NODE_ENV"] === "production" ? "" : " 'unsafe-eval'";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
