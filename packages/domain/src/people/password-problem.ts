import { COMMON_PASSWORDS } from "./common-passwords.ts";

/** Characters of the shortest and of the longest password. */
export const PASSWORD_LENGTH = { least: 8, most: 200 } as const;

const TOO_SHORT = `A password needs ${PASSWORD_LENGTH.least} characters or more.`;
const TOO_LONG = `A password has at most ${PASSWORD_LENGTH.most} characters.`;
const COMMON =
  "This is one of the passwords that attackers have tried first. Choose several words that do not belong together.";
const OWN_ADDRESS =
  "The password must not be made of your e-mail address. Choose another password.";

/**
 * The reason why a person with this address may not have this password; null if the password is
 * allowed.
 */
export function passwordProblem(password: string, email: string): string | null {
  if (password.length < PASSWORD_LENGTH.least) return TOO_SHORT;
  if (password.length > PASSWORD_LENGTH.most) return TOO_LONG;
  if (isOfAddress(password, email)) return OWN_ADDRESS;
  return isCommon(password) ? COMMON : null;
}

/**
 * True for the address or one of its two parts, also with digits and punctuation before or after.
 */
function isOfAddress(password: string, email: string): boolean {
  const [local = "", domain = ""] = email.toLowerCase().split("@");
  const own = new Set([email.toLowerCase(), local, domain].filter((part) => part !== ""));
  return forms(password).some((form) => own.has(form));
}

function isCommon(password: string): boolean {
  return isOneRun(password) || forms(password).some((form) => COMMON_PASSWORDS.has(form));
}

/**
 * The forms of a password to compare: the password itself, and the word without the characters that
 * people add around the word to make the password longer.
 */
function forms(password: string): string[] {
  const small = password.normalize("NFKC").toLowerCase().trim();
  const open = small.replace(/[^\p{L}]+$/u, "");
  return [small, open, open.replace(/^[^\p{L}]+/u, "")].filter((form) => form !== "");
}

/**
 * True for one repeated character, or characters in ascending or descending order: `aaaaaaaa`,
 * `23456789`, `hgfedcba`.
 */
function isOneRun(password: string): boolean {
  const codes = [...password.toLowerCase()].map((character) => character.codePointAt(0) ?? 0);
  const steps = new Set(codes.slice(1).map((code, at) => code - (codes[at] ?? 0)));
  const [step = 0] = steps;
  return steps.size === 1 && Math.abs(step) <= 1;
}
