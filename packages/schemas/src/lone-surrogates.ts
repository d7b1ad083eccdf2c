// A valid pair of surrogate escapes, or a lone one.
const HALVES =
  /\\u(?:[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|([dD][89a-fA-F][\da-fA-F]{2}))/g;
const REPLACEMENT = "\\ufffd";

/**
 * Replaces half characters (lone surrogate escapes) in JSON text by U+FFFD, because the engine
 * can't read a JSON value with a lone surrogate, and no UTF-8 text can contain one. In a key the
 * digits of the escape follow U+FFFD, so that two keys never become one key and no value is lost.
 * Returns the number of replacements. A text without surrogate escapes costs two searches.
 */
export function replaceLoneSurrogates(json: string): {
  readonly text: string;
  readonly count: number;
} {
  if (!json.includes("\\ud") && !json.includes("\\uD")) return { text: json, count: 0 };
  const pieces: string[] = [];
  let from = 0;
  const replacement = replacementsIn(json);
  // A search that was interrupted for taking too long may have left the index anywhere.
  HALVES.lastIndex = 0;
  for (let found = HALVES.exec(json); found !== null; found = HALVES.exec(json)) {
    if (isEscaped(json, found.index)) {
      HALVES.lastIndex = found.index + 2;
    } else if (found[1] !== undefined) {
      pieces.push(json.slice(from, found.index), replacement(found.index, found[1]));
      from = HALVES.lastIndex;
    }
  }
  if (pieces.length === 0) return { text: json, count: 0 };
  return { text: pieces.join("") + json.slice(from), count: pieces.length / 2 };
}

/** True if the character at a position is escaped by a backslash before it. */
function isEscaped(json: string, at: number): boolean {
  let before = at;
  while (json[before - 1] === "\\") before -= 1;
  return (at - before) % 2 === 1;
}

/**
 * Returns a function that gives the replacement of each half character; call it from left to right.
 */
function replacementsIn(json: string): (at: number, digits: string) => string {
  let string = { end: 0, isKey: false };
  return (at, digits) => {
    if (at >= string.end) string = stringAround(json, at);
    return string.isKey ? REPLACEMENT + digits.toLowerCase() : REPLACEMENT;
  };
}

/**
 * The end of the string around a position, and whether the string is a key. Called once for each
 * string, which can have many half characters.
 */
function stringAround(json: string, at: number): { end: number; isKey: boolean } {
  let end = json.indexOf('"', at);
  while (end !== -1 && isEscaped(json, end)) end = json.indexOf('"', end + 1);
  // The text is no JSON; the parser that reads it next reports the error.
  if (end === -1) return { end: json.length, isKey: false };
  let next = end + 1;
  while (isSpace(json[next])) next += 1;
  return { end, isKey: json[next] === ":" };
}

const isSpace = (character: string | undefined): boolean =>
  character === " " || character === "\n" || character === "\r" || character === "\t";
