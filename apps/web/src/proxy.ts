import { type NextRequest, NextResponse } from "next/server";
import { secured } from "./server/answer-headers.ts";
import { refuseMethod } from "./server/rest/refusals.ts";
import { PAGE_ADDRESS } from "./shell/sign-in-address.ts";

/**
 * Next keeps a body in memory while the proxy looks at its request, before the sender is known.
 * Requests with a body to the two routes that take large bodies bypass the proxy: these routes
 * identify the sender first and set the headers themselves.
 */
export const config = {
  matcher: [
    "/((?!api/trpc/|api/v1/schemas/import$).*)",
    {
      source: "/(api/trpc/.*|api/v1/schemas/import)",
      missing: [
        { type: "header", key: "content-length" },
        { type: "header", key: "transfer-encoding" },
      ],
    },
  ],
};

/**
 * Sets the security headers on every answer and a new nonce in every page, and refuses methods that
 * no address takes.
 */
export default function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set(PAGE_ADDRESS, request.nextUrl.pathname + request.nextUrl.search);
  headers.set("content-security-policy", policy);
  const refused = refuseMethod(request.method, request.nextUrl.pathname);
  const response =
    refused === null
      ? NextResponse.next({ request: { headers } })
      : NextResponse.json(
          { code: refused.code, message: refused.message },
          { status: refused.status, headers: refused.headers },
        );
  return secured(response, request.nextUrl, policy);
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
