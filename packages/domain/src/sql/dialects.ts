import { type QuoteRule, quoteRule } from "./quotes.ts";
import type { SqlDialect } from "./token.ts";

/**
 * How a dialect writes its tokens. Each pattern is sticky: a match begins exactly at the given
 * position.
 */
export interface LexicalRules {
  readonly space: RegExp;
  readonly word: RegExp;
  /** The characters of a word after the first one. */
  readonly wordRest: RegExp;
  /** The opening of each quoted text, in lower case with its prefix, and the rule for its end. */
  readonly quotes: ReadonlyMap<string, QuoteRule>;
  readonly opening: RegExp;
  /** The tag that opens a dollar-quoted text; null if the dialect has no dollar quotes. */
  readonly dollarTag: RegExp | null;
  readonly parameter: RegExp;
  readonly hasHashComments: boolean;
  /** `--` begins a comment only before a space, a control character or the end. */
  readonly dashesNeedSpace: boolean;
  /** A carriage return does not end a line comment. */
  readonly onlyLineFeed: boolean;
  readonly hasNestedComments: boolean;
  /** Numbers of another base, such as `0x1F`; null if the dialect has none. */
  readonly basedNumber: RegExp | null;
  readonly hasDigitGroups: boolean;
  /** A number that is followed directly by letters is a word. */
  readonly wordsTakeDigits: boolean;
  /**
   * Signs of which any sequence is one operator; null if the dialect has a fixed list of operators.
   */
  readonly operatorSigns: ReadonlySet<string> | null;
}

// Signs of ASCII that no word contains; `$` is left out because some dialects allow the sign.
const SIGNS = "\\x00-#%-/:-@\\[-\\^`\\{-\\x7f";
const ASCII_SPACE = "\\t\\n\\v\\f\\r ";
// The characters that the engine reads as space, found by trying each character. The engine refuses
// a vertical tab.
const DUCKDB_SPACE = "\\t\\n\\f\\r \\u00a0\\u2000-\\u200b\\u202f\\u205f\\u2060\\u3000\\ufeff";

interface Words {
  readonly space: RegExp;
  readonly word: RegExp;
  readonly wordRest: RegExp;
  /** Sources of patterns: a name without `$`, and the characters after its first one. */
  readonly name: string;
  readonly nameRest: string;
}

/**
 * A word may contain any character except space and signs; a digit may not be the first character.
 */
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
/**
 * `E'…'` of PostgreSQL and DuckDB: later parts of the string follow the rules of the first part.
 */
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

// Every character outside of ASCII is part of a word, even a space of another script.
const POSTGRESQL_WORDS = words(ASCII_SPACE, { dollarWithin: true });
const POSTGRESQL: LexicalRules = {
  ...DUCKDB,
  ...POSTGRESQL_WORDS,
  dollarTag: sticky(`\\$(?:${POSTGRESQL_WORDS.name})?\\$`),
  // `?` is an operator on JSON. PostgreSQL itself knows only `$1`; `$name` has no other meaning in
  // PostgreSQL.
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
  // Dollar quotes exist since MySQL 8.1; any other `$` begins a word.
  dollarTag: sticky(`\\$${MYSQL_WORDS.nameRest}*\\$`),
  // MySQL's clients bind `:name`; `@name` is a variable of the session.
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
  // Dollar quotes enclose the body of a function; Trino knows no tag between the dollar signs.
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
/**
 * The prefixes of raw strings and of bytes. In a raw string a quote after a backslash does not end
 * the string.
 */
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
