/** Every object has these already: as keys they are read from, or written to, what all objects share. */
const UNUSABLE = new Set(["__proto__", "constructor", "prototype"]);

/** What is told of a parameter with such a name. */
export const UNUSABLE_NAME = "A parameter can't be named __proto__, constructor or prototype.";

/** False for the few names that no parameter may have. */
export function isUsableName(name: string): boolean {
  return !UNUSABLE.has(name);
}

// Letters of any alphabet, as the engine takes them. Spaces and dots stand for `_` in the statement: Re:dash's clients send them.
const NAME = /^[\p{L}_][\p{L}\p{M}\p{N}_ .]{0,199}$/u;
/** Of a name that can't be used this much is told. */
const MAX_TOLD = 100;

/** True for a name that a statement can have behind `$`, or between braces. */
export function isWellNamed(name: string): boolean {
  return NAME.test(name);
}

/** What is told of a parameter whose name is not well formed. */
export function badlyNamed(name: string): string {
  const told = name.length > MAX_TOLD ? `${name.slice(0, MAX_TOLD)}…` : name;
  return `A parameter can't be named "${told}": take letters, digits and _, with a letter first, both in the statement ($name) and where its value is given.`;
}
