import { describe } from "vitest";
import {
  DIALECTS,
  holds,
  POSTGRESQL_LIKE,
  type Row,
  WITH_BACKSLASHES,
} from "../../test/cut-sql.ts";

describe("tokens that all dialects share", () => {
  holds(DIALECTS, [
    [""],
    [" \n\t\r\n"],
    ["SELECT a.b, c;", "word SELECT", "word a", "sign .", "word b", "sign ,", "word c", "sign ;"],
    ["größe + 年", "word größe", "operator +", "word 年"],
    ["'a'", "string 'a'"],
    ["'a", "string 'a…"],
    ["'", "string '…"],
    ["a -- b ' \n c", "word a", "line -- b ' ", "word c"],
    ["-- b", "line -- b"],
    ["a /* b ' ; */ c", "word a", "block /* b ' ; */", "word c"],
    ["a /* b", "word a", "block /* b…"],
    ["/*/ b */ c", "block /*/ b */", "word c"],
    ["/**/c", "block /**/", "word c"],
    ["2*/* b */3", "number 2", "operator *", "block /* b */", "number 3"],
    ["1 2.5 .5 5. 1e5 1E-5", ...["1", "2.5", ".5", "5.", "1e5", "1E-5"].map((n) => `number ${n}`)],
    ["{{ a }}", "slot {{ a }}"],
    ["{{a.b}}+{{{ c }}}", "slot {{a.b}}", "operator +", "slot {{{ c }}", "sign }"],
    ["{{ it's }}", "slot {{ it's }}"],
    ["'{{ a }}' -- {{ b }}", "string '{{ a }}'", "line -- {{ b }}"],
    ["{{ a }", "sign {", "sign {", "word a", "sign }"],
    ["f(x)[1]", "word f", "sign (", "word x", "sign )", "sign [", "number 1", "sign ]"],
    ["a||b<>c", "word a", "operator ||", "word b", "operator <>", "word c"],
    ["a<=b>=c!=d", ..."word a|operator <=|word b|operator >=|word c|operator !=|word d".split("|")],
    ["a::b", "word a", "operator ::", "word b"],
    ["x->y", "word x", "operator ->", "word y"],
    ["a => 1", "word a", "operator =>", "number 1"],
    ["\\", "sign \\"],
    ["x😀", "word x😀"],
  ]);
});

describe("other parameters", () => {
  holds(
    ["duckdb"],
    [
      ["? ?1", "parameter ?", "parameter ?1"],
      ["?+?", "parameter ?", "operator +", "parameter ?"],
      ["a[b:c]", "word a", "sign [", "word b", "sign :", "word c", "sign ]"],
      ["@a", "operator @", "word a"],
      ["#1", "operator #", "number 1"],
    ],
  );
  holds(
    ["postgresql"],
    [
      ["a ? 'b'", "word a", "operator ?", "string 'b'"],
      ["a ?| b", "word a", "operator ?|", "word b"],
      ["a[b:c]", "word a", "sign [", "word b", "sign :", "word c", "sign ]"],
      ["@a", "operator @", "word a"],
    ],
  );
  holds(
    ["mysql"],
    [
      ["? :a", "parameter ?", "parameter :a"],
      ["@a.b @@global.x", "parameter @a.b", "operator @@", "word global", "sign .", "word x"],
      ["@`a`", "operator @", "name `a`"],
      ["a:=1", "word a", "operator :=", "number 1"],
    ],
  );
  holds(
    ["trino"],
    [
      ["? + ?", "parameter ?", "operator +", "parameter ?"],
      ["{'a':b}", "sign {", "string 'a'", "sign :", "word b", "sign }"],
    ],
  );
  holds(
    ["bigquery"],
    [
      ["@a ? @@x", "parameter @a", "parameter ?", "operator @@", "word x"],
      ["a[b]", "word a", "sign [", "word b", "sign ]"],
    ],
  );
});

describe("block comments in block comments", () => {
  const text = "/* a /* b */ c */ d";
  holds(POSTGRESQL_LIKE, [
    [text, "block /* a /* b */ c */", "word d"],
    ["/* /* */", "block /* /* */…"],
  ]);
  holds(
    ["mysql", "trino", "bigquery"],
    [[text, "block /* a /* b */", "word c", "operator *", "operator /", "word d"]],
  );
});

describe("line comments", () => {
  holds(WITH_BACKSLASHES, [["a # it's\nb", "word a", "line # it's", "word b"]]);
  holds(
    ["duckdb", "postgresql", "trino", "bigquery"],
    [
      ["5--6\rx", "number 5", "line --6", "word x"],
      ["5--", "number 5", "line --"],
    ],
  );
  holds(
    ["mysql"],
    [
      ["5--6", "number 5", "operator -", "operator -", "number 6"],
      ["5-- 6", "number 5", "line -- 6"],
      ["5--\t6\n7", "number 5", "line --\t6", "number 7"],
      ["5--", "number 5", "line --"],
      ["-- a\rb", "line -- a\rb"],
    ],
  );
  holds(DIALECTS, [["-- a\u2028b", "line -- a\u2028b"]]);
});

describe("numbers", () => {
  holds(POSTGRESQL_LIKE, [
    ["1_000.0_1", "number 1_000.0_1"],
    ["1__0", "number 1", "word __0"],
    ["1e", "number 1", "word e"],
    ["1FROM t", "number 1", "word FROM", "word t"],
    ["1..2", "number 1", "operator ..", "number 2"],
    ["a.5", "word a", "number .5"],
    ["1$d", "number 1", "parameter $d"],
  ]);
  holds(["duckdb"], [["0x1F", "number 0", "word x1F"]]);
  holds(["postgresql"], [["0x1F_a 0o17 0b1_1", "number 0x1F_a", "number 0o17", "number 0b1_1"]]);
  holds(
    ["trino"],
    [
      ["1_000 0XfF", "number 1_000", "number 0XfF"],
      ["1st", "word 1st"],
    ],
  );
  holds(
    ["mysql"],
    [
      ["0x1F 0b11", "number 0x1F", "number 0b11"],
      ["1_000", "word 1_000"],
      ["1st 1e5x 0xG", "word 1st", "word 1e5x", "word 0xG"],
      ["1.5x", "number 1.5", "word x"],
    ],
  );
  holds(
    ["bigquery"],
    [
      ["0xaB", "number 0xaB"],
      ["1_000", "number 1", "word _000"],
      ["1abc", "number 1", "word abc"],
    ],
  );
});

describe("operators", () => {
  holds(POSTGRESQL_LIKE, [
    ["a=-1", "word a", "operator =", "operator -", "number 1"],
    ["a*-+b", "word a", "operator *", "operator -", "operator +", "word b"],
    ["@-5", "operator @-", "number 5"],
    ["a<@b", "word a", "operator <@", "word b"],
    ["a!~~*b", "word a", "operator !~~*", "word b"],
    ["2<--x", "number 2", "operator <", "line --x"],
    ["x->>'a'", "word x", "operator ->>", "string 'a'"],
    ["a#>>b", "word a", "operator #>>", "word b"],
    ["f(a:=1)", "word f", "sign (", "word a", "operator :=", "number 1", "sign )"],
    ["7//2**3", "number 7", "operator //", "number 2", "operator **", "number 3"],
  ]);
  holds(
    ["mysql"],
    [
      ["a<=>b && c", "word a", "operator <=>", "word b", "operator &&", "word c"],
      ["a->>'$.b'", "word a", "operator ->>", "string '$.b'"],
      ["a=-1", "word a", "operator =", "operator -", "number 1"],
    ],
  );
  holds(["bigquery"], [["a |> b", "word a", "operator |>", "word b"]]);
});

describe("space and words", () => {
  const between = (...characters: string[]) => characters.map((one) => `a${one}b`);
  const separate = ["word a", "word b"] as const;
  holds(
    ["duckdb"],
    [
      ...between("\u00a0", "\u200b", "\u2060", "\u3000", "\ufeff").map(
        (sql): Row => [sql, ...separate],
      ),
      ...between("\u2028", "\u180e", "\u200d").map((sql): Row => [sql, `word ${sql}`]),
    ],
  );
  holds(
    ["postgresql", "mysql"],
    between("\u00a0", "\u2028", "\ufeff").map((sql): Row => [sql, `word ${sql}`]),
  );
  holds(
    ["trino", "bigquery"],
    between("\u00a0", "\u2028").map((sql): Row => [sql, ...separate]),
  );
  holds(["mysql"], [["$a a$", "word $a", "word a$"]]);
  holds(["trino", "bigquery"], [["a$", "word a", "sign $"]]);
});
