import { describe } from "vitest";
import { holds, POSTGRESQL_LIKE, WITH_BACKSLASHES } from "../../test/cut-sql.ts";

describe("doubled quotes", () => {
  holds(
    ["duckdb", "postgresql", "mysql", "trino"],
    [
      ["'it''s'", "string 'it''s'"],
      ["''''", "string ''''"],
      ["'a'';", "string 'a'';…"],
    ],
  );
  // The two strings together have the same length as one string would have.
  holds(["bigquery"], [["'it''s'", "string 'it'", "string 's'"]]);
});

describe("double quotes", () => {
  holds(
    ["duckdb", "postgresql", "trino"],
    [
      ['"a b"', 'name "a b"'],
      ['"a""b"', 'name "a""b"'],
      ["\"it's", "name \"it's…"],
      ['"a\\"', 'name "a\\"'],
    ],
  );
  holds(WITH_BACKSLASHES, [
    ['"a b"', 'string "a b"'],
    ['"a\\"b"', 'string "a\\"b"'],
    ["\"a'", "string \"a'…"],
  ]);
});

describe("backticks", () => {
  holds(
    ["mysql", "trino"],
    [
      ["`a``b`", "name `a``b`"],
      ["`a\\`", "name `a\\`"],
      ["`a", "name `a…"],
    ],
  );
  holds(
    ["bigquery"],
    [
      ["`a-b.c`", "name `a-b.c`"],
      ["`a\\`b`", "name `a\\`b`"],
      ["`a\nb", "name `a…", "word b"],
    ],
  );
  holds(POSTGRESQL_LIKE, [["`a", "operator `", "word a"]]);
});

describe("backslashes", () => {
  holds(
    ["duckdb", "postgresql", "trino"],
    [
      ["'a\\'", "string 'a\\'"],
      ["'a\\' ;", "string 'a\\'", "sign ;"],
    ],
  );
  holds(WITH_BACKSLASHES, [
    ["'a\\'b'", "string 'a\\'b'"],
    ["'a\\\\' ;", "string 'a\\\\'", "sign ;"],
    ["'a\\", "string 'a\\…"],
  ]);
  holds(POSTGRESQL_LIKE, [
    ["E'a\\'b'", "string E'a\\'b'"],
    ["e'a\\\\';", "string e'a\\\\'", "sign ;"],
    ["e'a''b'", "string e'a''b'"],
    ["e'a\\", "string e'a\\…"],
    ["aE'x'", "word aE", "string 'x'"],
    ["E 'a\\'", "word E", "string 'a\\'"],
    ["E'a'\n'b\\'c'", "string E'a'\n'b\\'c'"],
    ["E'a' -- x\n -- y\n 'b\\'c'", "string E'a' -- x\n -- y\n 'b\\'c'"],
    ["E'a'\r'b\\'", "string E'a'\r'b\\'…"],
    ["E'a' 'b\\'", "string E'a'", "string 'b\\'"],
    ["E'a' /*\n*/ 'b\\'", "string E'a'", "block /*\n*/", "string 'b\\'"],
    ["E'a'\n-- b", "string E'a'", "line -- b"],
    ["'a'\n'b\\'", "string 'a'", "string 'b\\'"],
  ]);
  holds(["mysql", "trino"], [["E'a'", "word E", "string 'a'"]]);
});

describe("prefixes of strings", () => {
  holds(POSTGRESQL_LIKE, [
    ["U&'d\\0061'", "string U&'d\\0061'"],
    ["u&'a\\'", "string u&'a\\'"],
    ['U&"d\\0061"', 'name U&"d\\0061"'],
    ["X'41' b'01' N'a'", "string X'41'", "string b'01'", "string N'a'"],
  ]);
  holds(
    ["trino"],
    [
      ["U&'d\\0061''' x'41'", "string U&'d\\0061'''", "string x'41'"],
      ["N'a'", "word N", "string 'a'"],
    ],
  );
  holds(
    ["mysql"],
    [
      ["N'a\\'' x'41' b'01'", "string N'a\\''", "string x'41'", "string b'01'"],
      ["_utf8mb4'a'", "word _utf8mb4", "string 'a'"],
      ["U&'a'", "word U", "operator &", "string 'a'"],
    ],
  );
  holds(
    ["bigquery"],
    [
      ["r'a\\'", "string r'a\\'…"],
      ["r'a\\d' R\"\\'\"", "string r'a\\d'", 'string R"\\\'"'],
      ["b'a' Rb'b' bR\"c\"", "string b'a'", "string Rb'b'", 'string bR"c"'],
      ["x'a'", "word x", "string 'a'"],
      ["br 'a'", "word br", "string 'a'"],
    ],
  );
});

describe("three quotes", () => {
  holds(
    ["bigquery"],
    [
      ["'''it's\n; two'''", "string '''it's\n; two'''"],
      ['"""a "b" ""c"""', 'string """a "b" ""c"""'],
      ['r"""a\\""" """', 'string r"""a\\""" """'],
      ["'''a\\'''b'''", "string '''a\\'''b'''"],
      ["'''a''", "string '''a''…"],
      ["'' ''", "string ''", "string ''"],
      ["'a\nb", "string 'a…", "word b"],
      ["'a\\\nb'", "string 'a\\\nb'"],
    ],
  );
  holds(["duckdb", "postgresql", "trino"], [["'''a'''", "string '''a'''"]]);
});

describe("dollar quotes and parameters that begin with a dollar", () => {
  holds(
    ["duckdb", "postgresql", "mysql", "trino"],
    [
      ["$$it's; /* $$ b", "string $$it's; /* $$", "word b"],
      ["$$a", "string $$a…"],
      ["$$a$", "string $$a$…"],
    ],
  );
  holds(
    ["duckdb", "postgresql", "mysql"],
    [
      ["$x$a $$ $X$ $x$ b", "string $x$a $$ $X$ $x$", "word b"],
      ["$ü$a$ü$", "string $ü$a$ü$"],
      ["$a$x$a$$a$y$a$", "string $a$x$a$", "string $a$y$a$"],
      ["a$x$ b", "word a$x$", "word b"],
      ["$a$b", "string $a$b…"],
    ],
  );
  holds(POSTGRESQL_LIKE, [
    ["$1+$2", "parameter $1", "operator +", "parameter $2"],
    ["$1a", "parameter $1", "word a"],
    ["$name, $größe", "parameter $name", "sign ,", "parameter $größe"],
    ["-$a*$b", "operator -", "parameter $a", "operator *", "parameter $b"],
    ["ü$$a$$", "word ü$$a$$"],
    ["1$$a$$", "number 1", "string $$a$$"],
    ["$1x$a$1x$", "parameter $1", "word x$a$1x$"],
    ["$ x", "sign $", "word x"],
  ]);
  holds(
    ["mysql"],
    [
      ["$name", "word $name"],
      ["$1$a$1$", "string $1$a$1$"],
    ],
  );
  holds(
    ["trino"],
    [
      ["$name", "parameter $name"],
      ["$x$", "parameter $x", "sign $"],
    ],
  );
  holds(
    ["bigquery"],
    [
      ["$name", "parameter $name"],
      ["$$", "sign $", "sign $"],
      ["$x$a$x$", "parameter $x", "parameter $a", "parameter $x", "sign $"],
    ],
  );
});
