/** The most bytes of a JSON body, unless a route has its own limit. */
export const MAX_BODY_BYTES = 2_000_000;

/** The most bytes of an import: a whole repository of schemas fits into one request. */
export const MAX_IMPORT_BYTES = 32 * 1024 * 1024;

/**
 * The most bytes that Next keeps of a body while our proxy looks at the request. Next cuts a longer
 * body silently, so this limit is above the limit of every route behind the proxy, and a cut body
 * is refused as too large. The sender is not known at that time, so this limit is only a little
 * higher. The routes with larger bodies are not behind the proxy and read a body only after they
 * know its sender.
 */
export const MAX_PROXIED_BYTES = 3_000_000;
