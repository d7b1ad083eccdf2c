/** A piece of a statement; comments and white space are left out. */
export interface Token {
  readonly kind: "word" | "quoted" | "string" | "number" | "symbol";
  /** As written; of a quoted name what it quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const PATTERN =
  /(?<space>\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<quoted>"(?:[^"]|"")*(?:"|$))|(?<string>'(?:[^']|'')*(?:'|$))|(?<number>\d[\w.]*)|(?<word>[\p{L}_$][\p{L}\p{N}_$]*)|(?<symbol>[\s\S])/gu;

/** Cuts a text into tokens. Broken text is the normal case while someone types: whatever is open ends with the text. */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  for (const match of sql.matchAll(PATTERN)) {
    const kind = (["word", "quoted", "string", "number", "symbol"] as const).find(
      (one) => match.groups?.[one] !== undefined,
    );
    if (kind === undefined) continue;
    const [raw] = match;
    const text = kind === "quoted" ? raw.slice(1).replace(/"$/, "").replaceAll('""', '"') : raw;
    tokens.push({ kind, text, start: match.index, end: match.index + raw.length });
  }
  return tokens;
}

/** True for an unquoted word, compared without case. */
export function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === "word" && token.text.toLowerCase() === word;
}

/** True for a symbol. */
export function isSymbol(token: Token | undefined, symbol: string): boolean {
  return token?.kind === "symbol" && token.text === symbol;
}

/** True for what can be a name. */
export function isName(token: Token | undefined): token is Token {
  return token?.kind === "word" || token?.kind === "quoted";
}
