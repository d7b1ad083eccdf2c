/** How one kind of quoted text ends. */
export interface QuoteRule {
  readonly kind: "string" | "quoted-name";
  readonly quote: string;
  /** Two quotes within the text stand for one quote character. */
  readonly isDoubled: boolean;
  /** Three quotes begin a text that only three quotes end. */
  readonly hasTriple: boolean;
  /**
   * A second part of the string may follow on a later line; it follows the rules of the first part.
   */
  readonly isContinued: boolean;
  /** Finds the characters that can end the text or escape its end. */
  readonly stops: RegExp;
  readonly tripleStops: RegExp;
}

interface QuoteOptions {
  readonly kind?: QuoteRule["kind"];
  readonly isDoubled?: boolean;
  /** A backslash escapes the next character. */
  readonly hasEscapes?: boolean;
  readonly hasTriple?: boolean;
  readonly isContinued?: boolean;
  /** A line break ends the text, which then counts as open. */
  readonly isOneLine?: boolean;
}

/** A rule for texts between two of these quotes. */
export function quoteRule(quote: string, options: QuoteOptions = {}): QuoteRule {
  const stops = `${quote}${options.hasEscapes === true ? "\\\\" : ""}`;
  return {
    kind: options.kind ?? "string",
    quote,
    isDoubled: options.isDoubled ?? true,
    hasTriple: options.hasTriple ?? false,
    isContinued: options.isContinued ?? false,
    stops: new RegExp(`[${stops}${options.isOneLine === true ? "\\n\\r" : ""}]`, "g"),
    tripleStops: new RegExp(`[${stops}]`, "g"),
  };
}

/** Where a text ends, and whether its end is missing. */
export interface End {
  readonly end: number;
  readonly isOpen: boolean;
}

/** The end of the quoted text whose first quote stands at `opening`. */
export function quotedEnd(sql: string, opening: number, rule: QuoteRule): End {
  const triple = rule.quote.repeat(3);
  if (rule.hasTriple && sql.startsWith(triple, opening))
    return closing(sql, opening + 3, triple, rule);
  let found = closing(sql, opening + 1, rule.quote, rule);
  while (rule.isContinued && !found.isOpen) {
    const next = continuation(sql, found.end, rule.quote);
    if (next === null) break;
    found = closing(sql, next + 1, rule.quote, rule);
  }
  return found;
}

function closing(sql: string, from: number, close: string, rule: QuoteRule): End {
  const isTriple = close.length > 1;
  const stops = isTriple ? rule.tripleStops : rule.stops;
  stops.lastIndex = from;
  while (stops.test(sql)) {
    const at = stops.lastIndex - 1;
    const found = sql[at];
    if (found === "\\") stops.lastIndex += 1;
    else if (found !== rule.quote) return { end: at, isOpen: true };
    else if (!isTriple && rule.isDoubled && sql[at + 1] === found) stops.lastIndex += 1;
    else if (!isTriple || sql.startsWith(close, at))
      return { end: at + close.length, isOpen: false };
  }
  return { end: sql.length, isOpen: true };
}

/**
 * Where the next part of a string begins. Only space with a line break and line comments may stand
 * between two parts; without a line break the second quote begins another string.
 */
function continuation(sql: string, from: number, quote: string): number | null {
  let at = spaceEnd(sql, from);
  while (sql.startsWith("--", at)) at = spaceEnd(sql, lineEnd(sql, at));
  return sql[at] === quote && /[\n\r]/.test(sql.slice(from, at)) ? at : null;
}

const SPACE = /\s*/y;

function spaceEnd(sql: string, from: number): number {
  SPACE.lastIndex = from;
  SPACE.test(sql);
  return SPACE.lastIndex;
}

const LINE_END = /[\n\r]/g;
const LINE_FEED = /\n/g;

/**
 * Where the line of `from` ends; a carriage return also ends the line unless `onlyLineFeed` is
 * true.
 */
export function lineEnd(sql: string, from: number, onlyLineFeed = false): number {
  const breaks = onlyLineFeed ? LINE_FEED : LINE_END;
  breaks.lastIndex = from;
  return breaks.test(sql) ? breaks.lastIndex - 1 : sql.length;
}

/** The end of a text between two equal tags, the first of which reaches from `start` to `from`. */
export function dollarQuotedEnd(sql: string, start: number, from: number): End {
  const tag = sql.slice(start, from);
  const close = sql.indexOf(tag, from);
  return close === -1
    ? { end: sql.length, isOpen: true }
    : { end: close + tag.length, isOpen: false };
}

const COMMENT_MARK = /\/\*|\*\//g;

/** The end of the block comment that begins at `start`. */
export function blockCommentEnd(sql: string, start: number, isNested: boolean): End {
  if (!isNested) {
    const close = sql.indexOf("*/", start + 2);
    return close === -1 ? { end: sql.length, isOpen: true } : { end: close + 2, isOpen: false };
  }
  let depth = 0;
  COMMENT_MARK.lastIndex = start;
  for (let mark = COMMENT_MARK.exec(sql); mark !== null; mark = COMMENT_MARK.exec(sql)) {
    depth += mark[0] === "/*" ? 1 : -1;
    if (depth === 0) return { end: COMMENT_MARK.lastIndex, isOpen: false };
  }
  return { end: sql.length, isOpen: true };
}
