/** Bytes of a body of JSON, wherever nothing else is said. */
export const MAX_BODY_BYTES = 2_000_000;

/** Room for a whole repository of schemas in one request; more is a mistake. */
export const MAX_IMPORT_BYTES = 32 * 1024 * 1024;

/**
 * What Next keeps of a body while our proxy looks at the request. It cuts what is longer without a word, so this is more
 * than any route behind the proxy takes: what is cut is refused as too large. Who sent it is not known by then, so it
 * is not much more. The routes that take larger bodies are not behind the proxy, and read after they know who asks.
 */
export const MAX_PROXIED_BYTES = 3_000_000;
