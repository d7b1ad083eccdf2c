/** Every object has these already: as keys they are read from, or written to, what all objects share. */
const UNUSABLE = new Set(["__proto__", "constructor", "prototype"]);

/** What is told of a parameter with such a name. */
export const UNUSABLE_NAME = "A parameter can't be named __proto__, constructor or prototype.";

/** False for the few names that no parameter may have. */
export function isUsableName(name: string): boolean {
  return !UNUSABLE.has(name);
}
