/**
 * A name in the form that the engine compares: ASCII letters in lower case, all other letters
 * unchanged. JavaScript's own lower case also turns the Kelvin sign into a plain `k`, which is
 * another letter for the engine.
 */
export function foldName(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
