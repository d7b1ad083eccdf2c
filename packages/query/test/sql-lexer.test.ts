import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { isCode, nameOf, textOf, tokenize } from "@headwater/domain/sql";
import { afterAll, beforeAll, expect, test } from "vitest";

// These tests compare the lexer with the engine: the number of statements in a text, the
// parameters, and whether a part of the text is not closed.
const ROUNDS = 8000;
let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create(":memory:", { threads: "1", memory_limit: "256MB" });
  connection = await instance.connect();
});

afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

interface Reading {
  readonly statements: number;
  /** Names in lower case, because `$N` and `$n` are one parameter for the engine. */
  readonly parameters: readonly string[];
}

/** The engine's reading of a text, or its error. */
async function readByEngine(sql: string): Promise<Reading | string> {
  try {
    const extracted = await connection.extractStatements(sql);
    const parameters = new Set<string>();
    for (let at = 0; at < extracted.count; at += 1) {
      const prepared = await extracted.prepare(at);
      for (let index = 1; index <= prepared.parameterCount; index += 1)
        parameters.add(prepared.parameterName(index).toLowerCase());
      prepared.destroySync();
    }
    return { statements: extracted.count, parameters: [...parameters].toSorted() };
  } catch (error) {
    return String(error);
  }
}

function readByLexer(sql: string): Reading {
  const code = tokenize(sql, "duckdb").filter(isCode);
  const isEnd = code.map((token) => textOf(sql, token) === ";");
  const statements = code.filter((_, at) => isEnd[at] === false && isEnd[at - 1] !== false);
  const named = code
    .filter(({ kind }) => kind === "parameter")
    .map((token) => textOf(sql, token).slice(1).toLowerCase());
  return { statements: statements.length, parameters: [...new Set(named)].toSorted() };
}

/**
 * Pieces for the text between `SELECT` and the end of a statement, each with a difficulty for a
 * lexer.
 */
const VALUES = [
  "'it''s; $a'",
  "'a\\'",
  "''",
  "E'\\'; $b'",
  "e'\\\\'",
  "E'a'\n'\\';b'",
  "E'a' -- ;\n '\\'b'",
  "'a'\n'b\\'",
  "$$it's; -- $$",
  "$x$ $$ /* ; $x$",
  "$ü$ ' $ü$",
  "$a",
  "$größe",
  "-$b",
  "$A+$c",
  "1-$d*2",
  "1 /* ; ' /* \" */ $e */",
  "1 -- ; ' $f\n",
  "1 -- ; \r",
  "1 /*/ ; */",
  '1 AS "a;""b"',
  "1 AS a$b",
  "1 AS ü$$",
  "1_000",
  "1e5",
  ".5",
  "1.",
  "1abc",
  "7//2",
  "2**3",
  "1=-1",
  "2*/* ; */3",
  "1<--;\n2",
  "[1, 2][1:2]",
  "{'a': {'b': ';'}}",
  "x'4;1'",
  "n'a;b'",
  "1::VARCHAR",
  "f(x -> x + 1)",
  "1\u00a0",
  "1\u2060AS\u3000b",
];

/** Pieces that are put anywhere in a text and break most texts. */
const NOISE = [..."'\"$;-*/\\ \n\r", "$$", "/*", "*/", "--", "E'", "$x$", "u&'", "''", '""'];

test("the lexer finds the same statements, parameters and open texts as the engine", async () => {
  const random = seeded(20_261_128);
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? "";
  const sums = { read: 0, unterminated: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    const statement = () => {
      const parts = Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(VALUES));
      return `${pick(["SELECT ", "SELECT\n", "/* ; */SELECT "])}${parts.join(", ")}`;
    };
    const statements = Array.from({ length: 1 + Math.floor(random() * 3) }, statement);
    const whole = statements.join(pick([";", " ; ", ";;", ";-- ;\n"]));
    const at = Math.floor(random() * whole.length);
    const sql = random() < 0.5 ? whole : `${whole.slice(0, at)}${pick(NOISE)}${whole.slice(at)}`;
    const engine = await readByEngine(sql);
    const open = tokenize(sql, "duckdb").filter(({ isOpen }) => isOpen);
    // The engine also reads `$ name` as a parameter, which nobody writes and the lexer does not
    // know.
    const hasLoneDollar = tokenize(sql, "duckdb").some((one) => textOf(sql, one) === "$");
    if (hasLoneDollar) continue;
    if (typeof engine !== "string") {
      sums.read += 1;
      expect({ sql, open, ...readByLexer(sql) }).toEqual({ sql, open: [], ...engine });
    } else if (engine.includes("unterminated")) {
      sums.unterminated += 1;
      expect({ sql, open: open.length }).toEqual({ sql, open: 1 });
    }
  }
  expect(sums.read).toBeGreaterThan(ROUNDS / 10);
  expect(sums.unterminated).toBeGreaterThan(ROUNDS / 50);
});

test("the lexer and the engine agree which characters are space", async () => {
  const wrong: string[] = [];
  // All characters that any engine reads as space are in this range; of the many letters after it a
  // few are enough.
  const codes = [...Array(0x3100).keys(), 0x5e74, 0xd7ff, 0xe000, 0xfefe, 0xfeff, 0xff00, 0xffff];
  for (const code of codes.filter((one) => one >= 0x80)) {
    const sql = `SELECT 1 AS a${String.fromCharCode(code)}b`;
    const last = tokenize(sql, "duckdb").at(-1);
    const name = last === undefined ? "" : nameOf(sql, last);
    const isWord = name.length === 3;
    const column = await columnOf(sql);
    if (isWord ? column !== name : column !== null) wrong.push(code.toString(16));
  }
  expect(wrong).toEqual([]);
});

/** The name of the only column; null for a text that is no statement. */
async function columnOf(sql: string): Promise<string | null> {
  try {
    const extracted = await connection.extractStatements(sql);
    const prepared = await extracted.prepare(0);
    const name = prepared.columnName(0);
    prepared.destroySync();
    return name;
  } catch {
    return null;
  }
}

/** Numbers from 0 to 1 that are the same in each run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
