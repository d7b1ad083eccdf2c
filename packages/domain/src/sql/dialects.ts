import { type QuoteRule, quoteRule } from "./quotes.ts";
import type { SqlDialect } from "./token.ts";

/** How a dialect writes its tokens. Each pattern is sticky: a match begins where it is asked for. */
export interface LexicalRules {
  readonly space: RegExp;
  readonly word: RegExp;
  /** What of a word may follow its first character. */
  readonly wordRest: RegExp;
  /** What opens a quoted text, in lower case with its prefix, and how that text ends. */
  readonly quotes: ReadonlyMap<string, QuoteRule>;
  readonly opening: RegExp;
  /** The tag that opens a dollar-quoted text; null where there is no such text. */
  readonly dollarTag: RegExp | null;
  readonly parameter: RegExp;
  readonly hasHashComments: boolean;
  /** `--` begins a comment only before a space, a control character or the end. */
  readonly dashesNeedSpace: boolean;
  /** A carriage return does not end a line comment. */
  readonly onlyLineFeed: boolean;
  readonly hasNestedComments: boolean;
  /** Numbers of another base, such as `0x1F`; null where there are none. */
  readonly basedNumber: RegExp | null;
  readonly hasDigitGroups: boolean;
  /** A number with letters right behind is a word. */
  readonly wordsTakeDigits: boolean;
  /** Signs of which any row is one operator; null where operators are a list. */
  readonly operatorSigns: ReadonlySet<string> | null;
}

// Signs of ASCII that no word contains; `$` is left out because some dialects allow the sign.
const SIGNS = "\\x00-#%-/:-@\\[-\\^`\\{-\\x7f";
const ASCII_SPACE = "\\t\\n\\v\\f\\r ";
// What the engine takes for space, found by trying each character; it refuses a vertical tab.
const DUCKDB_SPACE = "\\t\\n\\f\\r \\u00a0\\u2000-\\u200b\\u202f\\u205f\\u2060\\u3000\\ufeff";

interface Words {
  readonly space: RegExp;
  readonly word: RegExp;
  readonly wordRest: RegExp;
  /** Sources of patterns: a name without `$`, and what may follow its first character. */
  readonly name: string;
  readonly nameRest: string;
}

/** Any other character than space and signs may stand in a word; digits only behind the first. */
function words(space: string, options: { dollarWithin?: boolean; dollarFirst?: boolean }): Words {
  const nameRest = `[^${space}${SIGNS}$]`;
  const name = `[^${space}${SIGNS}$0-9]${nameRest}*`;
  const first = `[^${space}${SIGNS}${options.dollarFirst === true ? "" : "$"}0-9]`;
  const rest = `[^${space}${SIGNS}${options.dollarWithin === true ? "" : "$"}]`;
  return {
    space: sticky(`[${space}]+`),
    word: sticky(`${first}${rest}*`),
    wordRest: sticky(`${rest}+`),
    name,
    nameRest,
  };
}

function sticky(source: string, flags = ""): RegExp {
  return new RegExp(source, `y${flags}`);
}

function quotes(
  rules: Readonly<Record<string, QuoteRule>>,
): Pick<LexicalRules, "quotes" | "opening"> {
  const openings = Object.keys(rules).toSorted((a, b) => b.length - a.length);
  return { quotes: new Map(Object.entries(rules)), opening: sticky(openings.join("|"), "i") };
}

const TEXT = quoteRule("'");
const NAME = quoteRule('"', { kind: "quoted-name" });
const BACKTICK_NAME = quoteRule("`", { kind: "quoted-name" });
/** `E'…'` of PostgreSQL and DuckDB: its later parts are read like the first. */
const ESCAPED_TEXT = quoteRule("'", { hasEscapes: true, isContinued: true });

const POSTGRESQL_QUOTES = quotes({
  "'": TEXT,
  "e'": ESCAPED_TEXT,
  "b'": TEXT,
  "x'": TEXT,
  "n'": TEXT,
  "u&'": TEXT,
  '"': NAME,
  'u&"': NAME,
});

const DUCKDB_WORDS = words(DUCKDB_SPACE, { dollarWithin: true });
const DUCKDB: LexicalRules = {
  ...DUCKDB_WORDS,
  ...POSTGRESQL_QUOTES,
  dollarTag: sticky(`\\$(?:${DUCKDB_WORDS.name})?\\$`),
  parameter: sticky(`\\$(?:\\d+|${DUCKDB_WORDS.name})|\\?\\d*`),
  hasHashComments: false,
  dashesNeedSpace: false,
  onlyLineFeed: false,
  hasNestedComments: true,
  basedNumber: null,
  hasDigitGroups: true,
  wordsTakeDigits: false,
  operatorSigns: new Set("~!@#^&|`+-*/%<>="),
};

// Every character outside of ASCII is part of a word, a space of another script too.
const POSTGRESQL_WORDS = words(ASCII_SPACE, { dollarWithin: true });
const POSTGRESQL: LexicalRules = {
  ...DUCKDB,
  ...POSTGRESQL_WORDS,
  dollarTag: sticky(`\\$(?:${POSTGRESQL_WORDS.name})?\\$`),
  // `?` is an operator on JSON. The engine itself has `$1` alone; `$name` means nothing else there.
  parameter: sticky(`\\$(?:\\d+|${POSTGRESQL_WORDS.name})`),
  basedNumber: sticky("0x[\\da-f_]*[\\da-f]|0o[0-7_]*[0-7]|0b[01_]*[01]", "i"),
  operatorSigns: new Set("~!@#^&|`?+-*/%<>="),
};

const MYSQL_TEXT = quoteRule("'", { hasEscapes: true });
const MYSQL_WORDS = words(ASCII_SPACE, { dollarWithin: true, dollarFirst: true });
/** With the server's usual modes: backslashes escape, and double quotes hold a string. */
const MYSQL: LexicalRules = {
  ...MYSQL_WORDS,
  ...quotes({
    "'": MYSQL_TEXT,
    "b'": MYSQL_TEXT,
    "x'": MYSQL_TEXT,
    "n'": MYSQL_TEXT,
    '"': quoteRule('"', { hasEscapes: true }),
    "`": BACKTICK_NAME,
  }),
  // Since 8.1; a `$` that opens no such text begins a word.
  dollarTag: sticky(`\\$${MYSQL_WORDS.nameRest}*\\$`),
  // `:name` is what its clients bind; `@name` is a variable of the session.
  parameter: sticky(`\\?|:${MYSQL_WORDS.name}|@[\\w.$\\x80-\\uffff]+`),
  hasHashComments: true,
  dashesNeedSpace: true,
  onlyLineFeed: true,
  hasNestedComments: false,
  basedNumber: sticky("0x[\\da-fA-F]+|0b[01]+"),
  hasDigitGroups: false,
  wordsTakeDigits: true,
  operatorSigns: null,
};

const TRINO_WORDS = words("\\s", {});
const TRINO: LexicalRules = {
  ...TRINO_WORDS,
  ...quotes({ "'": TEXT, "x'": TEXT, "u&'": TEXT, '"': NAME, "`": BACKTICK_NAME }),
  // Around the body of a function; a tag between the signs is not known.
  dollarTag: sticky("\\$\\$"),
  parameter: sticky(`\\?|\\$${TRINO_WORDS.name}`),
  hasHashComments: false,
  dashesNeedSpace: false,
  onlyLineFeed: false,
  hasNestedComments: false,
  basedNumber: sticky("0x[\\da-f_]*[\\da-f]|0o[0-7_]*[0-7]|0b[01_]*[01]", "i"),
  hasDigitGroups: true,
  wordsTakeDigits: true,
  operatorSigns: null,
};

const BIGQUERY_TEXT = { isDoubled: false, hasEscapes: true, hasTriple: true, isOneLine: true };
/** The prefixes of raw strings and of bytes. A backslash of a raw string keeps a quote within. */
const BIGQUERY_PREFIXES = ["", "r", "b", "rb", "br"];
const BIGQUERY_WORDS = words("\\s", {});
const BIGQUERY: LexicalRules = {
  ...BIGQUERY_WORDS,
  ...quotes({
    ...Object.fromEntries(
      ["'", '"'].flatMap((quote) =>
        BIGQUERY_PREFIXES.map((prefix) => [prefix + quote, quoteRule(quote, BIGQUERY_TEXT)]),
      ),
    ),
    "`": quoteRule("`", {
      kind: "quoted-name",
      isDoubled: false,
      hasEscapes: true,
      isOneLine: true,
    }),
  }),
  dollarTag: null,
  parameter: sticky(`\\?|[@$]${BIGQUERY_WORDS.name}`),
  hasHashComments: true,
  dashesNeedSpace: false,
  onlyLineFeed: false,
  hasNestedComments: false,
  basedNumber: sticky("0x[\\da-f]+", "i"),
  hasDigitGroups: false,
  wordsTakeDigits: false,
  operatorSigns: null,
};

/** The rules of each dialect. */
export const RULES: Readonly<Record<SqlDialect, LexicalRules>> = {
  duckdb: DUCKDB,
  postgresql: POSTGRESQL,
  mysql: MYSQL,
  trino: TRINO,
  bigquery: BIGQUERY,
};
