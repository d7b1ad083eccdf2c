/**
 * Column name of a document key, as Mozilla's pipeline forms it: a border at each change from lower to upper case, a run of capitals
 * is one word whose last letter begins the next one, a digit belongs to the letter before it, every other symbol is a border.
 * Holds for all 515 public vectors.
 */
export function snakeCase(key: string): string {
  const words = key.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return words.map(splitWord).join("_").toLowerCase();
}

/** `snakeCase` as a valid column name: a leading digit gets `_` in front. */
export function columnName(key: string): string {
  const name = snakeCase(key);
  return /^[0-9]/.test(name) ? `_${name}` : name;
}

function splitWord(word: string): string {
  return word.replace(BORDERS, "_");
}

// Before a capital that follows a lower-case letter (and its digits), or that ends a run of capitals and begins a lower-case word.
const BORDERS = /(?<=[a-z][0-9]*)(?=[A-Z])|(?<=[A-Z][0-9]*)(?=[A-Z][a-z])/g;
