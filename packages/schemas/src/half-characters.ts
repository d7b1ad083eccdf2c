// A valid pair of escapes, or one half alone.
const HALVES =
  /\\u(?:[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|([dD][89a-fA-F][\da-fA-F]{2}))/g;
const REPLACEMENT = "\\ufffd";

/**
 * Replaces what is half a character in JSON text, a surrogate escape without its other half, by U+FFFD: the engine can't read
 * a JSON value that has one, and no UTF-8 text can hold one. In a key the digits of the half follow, or two keys of an object
 * would be one and a value lost. Returns how many there were. Text without surrogate escapes costs two searches.
 */
export function mendHalfCharacters(json: string): {
  readonly text: string;
  readonly count: number;
} {
  if (!json.includes("\\ud") && !json.includes("\\uD")) return { text: json, count: 0 };
  const pieces: string[] = [];
  let from = 0;
  const replacement = replacementsIn(json);
  // A search that was cut off for taking too long left it somewhere.
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

/** True if what is at a place is part of an escape: a backslash that is the second of two, a quotation mark within a string. */
function isEscaped(json: string, at: number): boolean {
  let before = at;
  while (json[before - 1] === "\\") before -= 1;
  return (at - before) % 2 === 1;
}

/** What stands for the halves of a text, asked for one after the other. */
function replacementsIn(json: string): (at: number, digits: string) => string {
  let string = { end: 0, isKey: false };
  return (at, digits) => {
    if (at >= string.end) string = stringAround(json, at);
    return string.isKey ? REPLACEMENT + digits.toLowerCase() : REPLACEMENT;
  };
}

/** Where the string ends that has an escape at a place, and what it is. Asked once a string: there may be many halves in it. */
function stringAround(json: string, at: number): { end: number; isKey: boolean } {
  let end = json.indexOf('"', at);
  while (end !== -1 && isEscaped(json, end)) end = json.indexOf('"', end + 1);
  // Text that is no JSON: what reads it will say so.
  if (end === -1) return { end: json.length, isKey: false };
  let next = end + 1;
  while (isSpace(json[next])) next += 1;
  return { end, isKey: json[next] === ":" };
}

const isSpace = (character: string | undefined): boolean =>
  character === " " || character === "\n" || character === "\r" || character === "\t";
