const STATIC_HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
};

/**
 * The policy of answers that are not pages: a browser that shows such an answer runs and loads
 * nothing.
 */
const NO_PAGE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const WHOLE_RESULT = /^\/api\/.*\.(?:csv|json|parquet)$/;
/**
 * Whole results are not compressed: hundreds of megabytes would take the processor from all other
 * requests.
 */
const AS_IT_IS = "no-store, no-transform";

/** Sets the headers that every answer has; `policy` is the content security policy of a page. */
export function secured<Answer extends Response>(
  answer: Answer,
  { protocol, pathname }: Pick<URL, "protocol" | "pathname">,
  policy: string = NO_PAGE,
): Answer {
  const { headers } = answer;
  headers.set("content-security-policy", policy);
  for (const [name, value] of Object.entries(STATIC_HEADERS)) headers.set(name, value);
  if (protocol === "https:")
    headers.set("strict-transport-security", "max-age=31536000; includeSubDomains");
  if (!pathname.startsWith("/_next/static/"))
    headers.set("cache-control", WHOLE_RESULT.test(pathname) ? AS_IT_IS : "no-store");
  return answer;
}
