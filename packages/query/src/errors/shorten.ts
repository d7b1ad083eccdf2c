/** Characters of a name that a message quotes; no person writes longer names. */
export const MAX_NAME = 200;

/**
 * Characters of a message; the engine and the parser quote the wrong part of a statement in full.
 */
export const MAX_MESSAGE = 2000;

/** Cuts a text of any length that a message quotes from a statement. */
export function shorten(text: string, most = MAX_NAME): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
