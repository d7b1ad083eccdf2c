const REDACTED = "[redacted]";

/** The text that replaces a secret in a log; undefined if no secret is set. */
export const hidden = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : REDACTED;

/**
 * A database's address without its password and without its options, which can contain a password.
 */
export function withoutPassword(address: string): string {
  if (!URL.canParse(address)) return REDACTED;
  const { protocol, username, host, pathname } = new URL(address);
  return `${protocol}//${username === "" ? "" : `${username}@`}${host}${pathname}`;
}
