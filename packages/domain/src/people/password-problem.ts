import { COMMON_PASSWORDS } from "./common-passwords.ts";

/** Characters of the shortest and of the longest password. */
export const PASSWORD_LENGTH = { least: 8, most: 200 } as const;

const TOO_SHORT = `A password needs ${PASSWORD_LENGTH.least} characters or more.`;
const TOO_LONG = `A password has at most ${PASSWORD_LENGTH.most} characters.`;
const COMMON =
  "This is one of the passwords that are tried first. Take several words that do not belong together.";
const OWN_ADDRESS = "The password must not be made of your e-mail address. Take another one.";

/** What keeps a text from being the password of the person with this address, in words; null if nothing does. */
export function passwordProblem(password: string, email: string): string | null {
  if (password.length < PASSWORD_LENGTH.least) return TOO_SHORT;
  if (password.length > PASSWORD_LENGTH.most) return TOO_LONG;
  if (isOfAddress(password, email)) return OWN_ADDRESS;
  return isCommon(password) ? COMMON : null;
}

/** True for the address, each of the two parts of it, and these with digits and marks before or behind. */
function isOfAddress(password: string, email: string): boolean {
  const [local = "", domain = ""] = email.toLowerCase().split("@");
  const own = new Set([email.toLowerCase(), local, domain].filter((part) => part !== ""));
  return forms(password).some((form) => own.has(form));
}

function isCommon(password: string): boolean {
  return isOneRun(password) || forms(password).some((form) => COMMON_PASSWORDS.has(form));
}

/** The ways to read a password: as it is, and without what people put around a word to make it longer. */
function forms(password: string): string[] {
  const small = password.normalize("NFKC").toLowerCase().trim();
  const open = small.replace(/[^\p{L}]+$/u, "");
  return [small, open, open.replace(/^[^\p{L}]+/u, "")].filter((form) => form !== "");
}

/** True where each character is the same as the one before, or each is the next one: `aaaaaaaa`, `23456789`, `hgfedcba`. */
function isOneRun(password: string): boolean {
  const codes = [...password.toLowerCase()].map((character) => character.codePointAt(0) ?? 0);
  const steps = new Set(codes.slice(1).map((code, at) => code - (codes[at] ?? 0)));
  const [step = 0] = steps;
  return steps.size === 1 && Math.abs(step) <= 1;
}
