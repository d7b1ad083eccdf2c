import type { Token } from "./token.ts";

/** The characters of a token. */
export function textOf(sql: string, { start, end }: Token): string {
  return sql.slice(start, end);
}

/**
 * The name that a word or a quoted name stands for: without its quotes, and with doubled quotes as
 * one.
 */
export function nameOf(sql: string, token: Token): string {
  const text = textOf(sql, token);
  if (token.kind !== "quoted-name") return text;
  const opening = text.search(/["`]/);
  const quote = text[opening] ?? "";
  const inside = text.slice(opening + 1, token.isOpen ? undefined : -1);
  return inside.replaceAll(quote + quote, quote);
}
