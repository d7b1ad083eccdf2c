// A valid pair of escapes, or one half alone.
const HALVES =
  /\\u(?:[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|([dD][89a-fA-F][\da-fA-F]{2}))/g;
const REPLACEMENT = "\\ufffd";

/**
 * Replaces what is half a character in JSON text, a surrogate escape without its other half, by U+FFFD: the engine can't read
 * a JSON value that has one, and no UTF-8 text can hold one. Returns how many there were. Text without surrogate escapes costs
 * two searches.
 */
export function mendHalfCharacters(json: string): {
  readonly text: string;
  readonly count: number;
} {
  if (!json.includes("\\ud") && !json.includes("\\uD")) return { text: json, count: 0 };
  const pieces: string[] = [];
  let from = 0;
  // A search that was cut off for taking too long left it somewhere.
  HALVES.lastIndex = 0;
  for (let found = HALVES.exec(json); found !== null; found = HALVES.exec(json)) {
    if (isEscaped(json, found.index)) {
      HALVES.lastIndex = found.index + 2;
    } else if (found[1] !== undefined) {
      pieces.push(json.slice(from, found.index), REPLACEMENT);
      from = HALVES.lastIndex;
    }
  }
  if (pieces.length === 0) return { text: json, count: 0 };
  return { text: pieces.join("") + json.slice(from), count: pieces.length / 2 };
}

/** True if the backslash at a place is the second of two: what follows it is text. */
function isEscaped(json: string, at: number): boolean {
  let before = at;
  while (json[before - 1] === "\\") before -= 1;
  return (at - before) % 2 === 1;
}
