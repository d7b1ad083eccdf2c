/** Characters of a name, where a message tells it: longer ones are nobody's words. */
export const MAX_NAME = 200;

/** Characters of a message: engine and parser repeat what they do not like. */
export const MAX_MESSAGE = 2000;

/** Cuts what a message repeats of a statement, which may be of any length. */
export function shorten(text: string, most = MAX_NAME): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
