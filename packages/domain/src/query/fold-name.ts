/**
 * A name as the engine compares it: letters of ASCII without case, all others as they are. JavaScript's own lower case also
 * makes a plain `k` of the Kelvin sign, which to the engine is another letter.
 */
export function foldName(name: string): string {
  return name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
