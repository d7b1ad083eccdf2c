import { describe, expect, test } from "vitest";
import { DIALECTS } from "../../test/cut-sql.ts";
import { nameOf, type SqlDialect, tokenize } from "./index.ts";

/** Pieces whose meaning depends on their neighbours. */
const PIECES = [
  ..."'\"`$\\-/*#?:@{}()[];,.+=<>|&~!%^_ \n\r\t\v0159aeExXbBrRnuU",
  ..."''|\"\"|$$|$a$|--|/*|*/|{{|}}|'''|\"\"\"|E'|U&'|r'|::|:=|->>|0x|1e|1_0|ü|年|😀".split("|"),
  "\ud83d",
  "\udc00",
  "\u00a0",
  "\u2028",
  "\0",
];

/** Numbers from 0 to 1 that are the same in each run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function randomText(random: () => number): string {
  const length = Math.floor(random() * 40);
  return Array.from({ length }, () => PIECES[Math.floor(random() * PIECES.length)]).join("");
}

/** The texts of all tokens in their order: the whole text, if no token leaves a gap. */
function joined(sql: string, dialect: SqlDialect): string {
  let end = 0;
  for (const token of tokenize(sql, dialect)) {
    if (token.start !== end || token.end <= token.start) return `a gap at ${end}`;
    end = token.end;
    nameOf(sql, token);
  }
  return sql.slice(0, end);
}

test.each(DIALECTS)("%s: the tokens of any text make up the whole text", (dialect) => {
  const random = seeded(20_261_128);
  for (let round = 0; round < 20_000; round += 1) {
    const sql = randomText(random);
    expect(joined(sql, dialect)).toBe(sql);
  }
});

test.each(DIALECTS)("%s: only the last token can be open, and it reaches to the end", (dialect) => {
  const random = seeded(11);
  for (let round = 0; round < 20_000; round += 1) {
    const sql = randomText(random);
    const open = tokenize(sql, dialect).filter(({ isOpen }) => isOpen);
    // BigQuery ends a string of one line with the line.
    const ends = open.map(({ end }) => /^$|^[\n\r]/.test(sql.slice(end)));
    expect(ends.every(Boolean)).toBe(true);
    if (dialect !== "bigquery") expect(open.length).toBeLessThanOrEqual(1);
  }
});

/** Texts on which a lexer is slow if it looks ahead again from each position. */
const HOSTILE: readonly (readonly [name: string, piece: string])[] = [
  ["quotes", "'"],
  ["double quotes", '"'],
  ["backticks", "`"],
  ["dollars", "$"],
  ["dollar tags", "$a"],
  ["numbered dollar tags", "$1a$"],
  ["openings of comments", "/*"],
  ["closed comments between signs", "+/**/"],
  ["braces", "{"],
  ["slots without an end", "{{ a"],
  ["signs", "+-"],
  ["signs behind a comparison", "=+"],
  ["dashes", "- "],
  ["strings with gaps", "E''\n"],
  ["digits", "1"],
  ["groups of digits", "1_"],
  ["points", "."],
  ["backslashes", "\\"],
  ["hashes", "#"],
  ["question marks", "?"],
  ["ats", "@"],
  ["space", " "],
  ["letters", "e"],
  ["letters of other scripts", "ü"],
  ["prefixes", "u&"],
  ["bases", "0x_"],
];

describe.each(DIALECTS)("%s: the time grows in proportion to the text", (dialect) => {
  const SMALL = 10_000;
  const TIMES = 8;

  test.each(HOSTILE)("many %s", (_name, piece) => {
    // The ratio of two times is 8 for linear work and 64 for quadratic work. A busy machine spoils
    // some ratios, but never makes quadratic work look linear.
    const ratios = Array.from({ length: 30 }, () => once(piece));
    expect(ratios.some((ratio) => ratio() < TIMES * 4)).toBe(true);
  });

  function once(piece: string): () => number {
    return () => timeOf(piece, SMALL * TIMES) / timeOf(piece, SMALL);
  }

  function timeOf(piece: string, length: number): number {
    const sql = piece.repeat(length / piece.length);
    const began = performance.now();
    tokenize(sql, dialect);
    return performance.now() - began;
  }
});

test.each([...["'", '"', "$a", "/*", "e'", "{{", "a", "ü", " ", "1", "1_", "0x_", "- "], "+/**/"])(
  "a text of millions of %j is split into tokens",
  (piece) => {
    const sql = piece.repeat(4_000_000 / piece.length);
    expect(tokenize(sql, "postgresql").at(-1)?.end).toBe(sql.length);
  },
);
