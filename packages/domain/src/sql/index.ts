export { isCode, type SqlDialect, type Token, type TokenKind } from "./token.ts";
export { nameOf, textOf } from "./token-text.ts";
export { tokenize } from "./tokenize.ts";
