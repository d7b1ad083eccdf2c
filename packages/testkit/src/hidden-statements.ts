/** A statement with a hidden text that is not allowed. */
export interface HiddenStatement {
  readonly sql: string;
  /** The hidden text, for the message of a failure. */
  readonly hidden: string;
}

/** Expressions that no statement may contain. */
const EXPRESSIONS = [
  "current_setting('temp_directory')",
  "getvariable('x')",
  "system.main.current_setting('threads')",
  "main.\"CURRENT_SETTING\"('threads')",
  "canary_function(1)",
  "(SELECT v FROM hidden.secret_v1)",
  "(SELECT content FROM read_text('/etc/passwd'))",
  "(SELECT value FROM duckdb_settings LIMIT 1)",
  "nextval('s')",
  "json_serialize_plan('SELECT 1')",
  "write_log('x')",
  "in_search_path('a', 'b')",
  "txid_current()",
  "'x'::canary_catalog.canary_type",
];

/** Sources of rows that no statement may contain; each existing one has a column `v`. */
const TABLES = [
  "hidden.secret_v1",
  'HIDDEN."secret_v1"',
  "memory.hidden.secret_v1",
  "(SELECT v FROM hidden.secret_v1)",
  "duckdb_settings",
  "duckdb_settings()",
  "pg_catalog.pg_class",
  "information_schema.tables",
  "sqlite_master",
  "'/etc/passwd'",
  "read_text('/etc/passwd')",
  "read_csv('/etc/passwd')",
  "system.main.read_text('/etc/passwd')",
  "glob('/*')",
  "query('SELECT 1 AS v')",
  "query_table('hidden.secret_v1')",
  "canary_table",
  "canary_table_function(1)",
  "(SHOW TABLES)",
  "(DESCRIBE hidden.secret_v1)",
  "(SUMMARIZE hidden.secret_v1)",
];

/** Statements that are no queries. CANARY stands for a file that must never exist. */
const STATEMENTS = [
  "COPY (SELECT 1) TO 'CANARY'",
  "CREATE TABLE canary_made (v INT)",
  "CREATE OR REPLACE VIEW shop.visit AS SELECT 1 AS v",
  "ATTACH 'CANARY' AS canary_made",
  "SET threads = 1",
  "PRAGMA enable_profiling",
  "EXPORT DATABASE 'CANARY'",
  "INSERT INTO hidden.secret_v1 VALUES (2)",
  "DELETE FROM hidden.secret_v1",
  "DROP TABLE hidden.secret_v1",
  "CALL enable_logging()",
  "EXPLAIN ANALYZE SELECT 1",
  "PREPARE p AS SELECT 1",
  "SELECT v FROM hidden.secret_v1",
  "FROM read_text('/etc/passwd')",
];

/** Places of an expression `E` in a query of one column `v`. */
const EXPRESSION_PLACES = [
  "SELECT E AS v",
  "SELECT v FROM shop.visit WHERE E IS NOT NULL",
  "SELECT count(*) AS v FROM shop.visit GROUP BY E",
  "SELECT count(*) AS v FROM shop.visit GROUP BY GROUPING SETS ((v), (E))",
  "SELECT count(*) AS v FROM shop.visit HAVING max(E) IS NULL",
  "SELECT v FROM shop.visit QUALIFY row_number() OVER (ORDER BY E) = 1",
  "SELECT v FROM shop.visit ORDER BY E",
  "SELECT v FROM shop.visit LIMIT (SELECT 1 WHERE E IS NULL)",
  "SELECT v FROM shop.visit LIMIT 1 OFFSET (SELECT 1 WHERE E IS NULL)",
  "SELECT DISTINCT ON (E) v FROM shop.visit",
  "SELECT sum(v) OVER (PARTITION BY E) AS v FROM shop.visit",
  "SELECT sum(v) OVER (ORDER BY v, E) AS v FROM shop.visit",
  "SELECT sum(v) OVER (ORDER BY v ROWS BETWEEN length(E::VARCHAR) PRECEDING AND CURRENT ROW) AS v FROM shop.visit",
  "SELECT lag(v, 1, v) OVER (w) AS v FROM shop.visit WINDOW w AS (ORDER BY E)",
  "SELECT lag(E) OVER (ORDER BY v) AS v FROM shop.visit",
  "SELECT lead(v, 1, length(E::VARCHAR)) OVER (ORDER BY v) AS v FROM shop.visit",
  "SELECT first_value(v ORDER BY E) OVER () AS v FROM shop.visit",
  "SELECT sum(v) FILTER (WHERE E IS NULL) AS v FROM shop.visit",
  "SELECT sum(v) FILTER (WHERE E IS NULL) OVER () AS v FROM shop.visit",
  "SELECT string_agg(v::VARCHAR, ',' ORDER BY E) AS v FROM shop.visit",
  "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY length(E::VARCHAR)) AS v FROM shop.visit",
  "SELECT CASE WHEN E IS NULL THEN 1 ELSE 2 END AS v",
  "SELECT CASE 1 WHEN 2 THEN NULL ELSE E END AS v",
  "SELECT CAST(E AS VARCHAR) AS v",
  "SELECT TRY_CAST(E AS INT) AS v",
  "SELECT TRY(E) AS v",
  "SELECT 'a' BETWEEN 'b' AND E::VARCHAR AS v",
  "SELECT 'a' IN ('b', E::VARCHAR) AS v",
  "SELECT 'a' NOT IN (SELECT E::VARCHAR) AS v",
  "SELECT 'a' = ANY (SELECT E::VARCHAR) AS v",
  "SELECT EXISTS (SELECT E) AS v",
  "SELECT (1, E) AS v",
  "SELECT [E] AS v",
  "SELECT {'a': E} AS v",
  "SELECT MAP {'a': E} AS v",
  "SELECT {'a': E}.a AS v",
  "SELECT [1, 2][length(E::VARCHAR)] AS v",
  "SELECT [1, 2][1:length(E::VARCHAR)] AS v",
  "SELECT list_transform([1], lambda x: E) AS v",
  "SELECT list_transform([1], x -> E) AS v",
  "SELECT [E FOR x IN [1, 2]] AS v",
  "SELECT [x FOR x IN [1, 2] IF E IS NULL] AS v",
  "SELECT E::VARCHAR COLLATE nocase AS v",
  "SELECT now() AT TIME ZONE E::VARCHAR AS v",
  "SELECT extract(year FROM (now() - to_days(length(E::VARCHAR)))) AS v",
  "SELECT INTERVAL (length(E::VARCHAR)) DAY AS v",
  "SELECT E || 'x' AS v",
  "SELECT E::VARCHAR LIKE 'x' AS v",
  "SELECT NOT (E IS NULL) AS v",
  "SELECT 1 = 1 AND (2 = 2 OR E IS NULL) AS v",
  "SELECT coalesce(NULL, E::VARCHAR) AS v",
  "SELECT nullif('a', E::VARCHAR) AS v",
  "SELECT (E::VARCHAR).upper() AS v",
  "SELECT struct_pack(a := E) AS v",
  "SELECT * FROM (VALUES (E)) t(v)",
  "SELECT range AS v FROM range(length(E::VARCHAR))",
  "SELECT unnest([E]) AS v",
  "SELECT u AS v FROM unnest([E]) t(u)",
  "SELECT a.v FROM shop.visit a JOIN shop.visit b ON E IS NULL",
  "SELECT a.v FROM shop.visit a ASOF JOIN shop.visit b ON a.v >= b.v AND a.v = length(E::VARCHAR)",
  "SELECT t.v FROM shop.visit a, LATERAL (SELECT E AS v) t",
  "SELECT * REPLACE (E AS v) FROM shop.visit",
  "SELECT max(COLUMNS(*)) FILTER (WHERE E IS NULL) AS v FROM shop.visit",
  "SELECT COLUMNS(c -> E IS NULL) AS v FROM shop.visit",
  "SELECT * FROM (PIVOT shop.visit ON v IN (1, 2) USING max(length(E::VARCHAR)))",
  "SELECT n AS v FROM (SELECT E::VARCHAR AS a) UNPIVOT (w FOR n IN (a))",
  "WITH RECURSIVE t(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM t WHERE v < 3 AND E IS NULL) SELECT v FROM t",
  "WITH RECURSIVE t(v) AS (SELECT length(E::VARCHAR) UNION ALL SELECT v + 1 FROM t WHERE v < 3) SELECT v FROM t",
  "SELECT 1 AS v UNION ALL SELECT length(E::VARCHAR)",
  "SELECT 1 AS v EXCEPT SELECT length(E::VARCHAR) ORDER BY 1",
  "(SELECT 1 AS v) ORDER BY (SELECT E)",
  "SELECT alias: E",
  "SELECT ARRAY(SELECT E) AS v",
  "SELECT grouping(v) AS v FROM shop.visit GROUP BY ROLLUP (v) HAVING max(E) IS NULL",
  "SELECT json_object('a', E)->>'a' AS v",
  "SELECT v FROM shop.visit AT (VERSION => E)",
  "DESCRIBE SELECT E",
  "SUMMARIZE SELECT E AS v",
  "EXPLAIN SELECT E",
];

/** Places of a source of rows `T` in a query of one column `v`. */
const TABLE_PLACES = [
  "SELECT v FROM T t",
  "FROM T",
  "FROM T SELECT v",
  "SELECT (SELECT max(t.v) FROM T t) AS v",
  "SELECT a.v FROM shop.visit a, T b",
  "SELECT a.v FROM shop.visit a CROSS JOIN T b",
  "SELECT a.v FROM shop.visit a LEFT JOIN T b ON true",
  "SELECT a.v FROM shop.visit a SEMI JOIN T b ON true",
  "SELECT a.v FROM shop.visit a POSITIONAL JOIN T b",
  "SELECT a.v FROM shop.visit a NATURAL JOIN T b",
  "SELECT a.v FROM shop.visit a JOIN (shop.visit b JOIN T c ON true) ON true",
  "SELECT t.v FROM shop.visit a, LATERAL (SELECT * FROM T) t",
  "SELECT v FROM shop.visit WHERE EXISTS (FROM T)",
  "SELECT v FROM shop.visit WHERE v IN (SELECT v FROM T t)",
  "SELECT v FROM shop.visit WHERE v > ALL (SELECT v FROM T t)",
  "SELECT 1 AS v UNION ALL BY NAME SELECT v FROM T t",
  "SELECT 1 AS v INTERSECT SELECT v FROM T t",
  "WITH a AS (SELECT * FROM T) SELECT v FROM a",
  "WITH a AS MATERIALIZED (SELECT * FROM T) SELECT 1 AS v FROM a",
  "WITH a AS (SELECT 1 AS v), b AS (SELECT * FROM T) SELECT v FROM b, a",
  "WITH RECURSIVE a AS (SELECT v FROM T t UNION ALL SELECT v FROM a WHERE false) SELECT v FROM a",
  "WITH RECURSIVE a(v) AS (SELECT 1 UNION ALL SELECT a.v FROM a, T b WHERE false) SELECT v FROM a",
  "WITH RECURSIVE x AS (SELECT 1 AS v), t AS (WITH x AS (SELECT * FROM T) SELECT v FROM x UNION ALL SELECT v FROM t WHERE false) SELECT v FROM t",
  "WITH RECURSIVE t(v) AS (SELECT 1 UNION ALL (WITH x AS (SELECT * FROM T) SELECT t.v FROM t, x WHERE false)) SELECT v FROM t",
  "WITH RECURSIVE t(v) USING KEY (v) AS (SELECT 1 UNION SELECT t.v FROM t, T b WHERE false) SELECT v FROM t",
  "SELECT v FROM (WITH a AS (FROM T) FROM a)",
  "SELECT v FROM shop.visit ORDER BY (SELECT max(t.v) FROM T t)",
  "SELECT v FROM shop.visit LIMIT (SELECT count(*) FROM T)",
  "SELECT ARRAY(SELECT v FROM T t) AS v",
  "SELECT list_transform([1], lambda x: (SELECT max(t.v) FROM T t)) AS v",
  "SELECT * FROM (PIVOT (FROM T) ON v IN (1) USING count(*))",
  "SELECT * FROM (UNPIVOT (SELECT v FROM T t) ON v INTO NAME n VALUE w)",
  "SUMMARIZE FROM T",
  "DESCRIBE SELECT * FROM T",
  "EXPLAIN SELECT * FROM T",
  "VALUES ((SELECT max(t.v) FROM T t))",
  "SELECT v FROM T t TABLESAMPLE 10%",
  "SELECT v FROM shop.visit QUALIFY row_number() OVER (ORDER BY (SELECT max(t.v) FROM T t)) = 1",
];

/**
 * Statements with a common table expression that has a name of the engine's catalogue, and that use
 * the name outside of the expression's scope.
 */
const NAMES = ["duckdb_settings", "sqlite_master", "duckdb_views", "pg_class", "duckdb_columns"];
const SHADOWS = [
  "WITH N AS (SELECT * FROM N) SELECT * FROM N",
  "WITH a AS (SELECT * FROM N), N AS (SELECT 1 AS v) SELECT * FROM a",
  "SELECT * FROM (WITH N AS (SELECT 1 AS v) SELECT * FROM N) t, N",
  "WITH RECURSIVE N AS (SELECT * FROM N UNION ALL SELECT * FROM N WHERE false) SELECT * FROM N",
  "WITH RECURSIVE N AS (SELECT name FROM N) SELECT * FROM N",
  "WITH a AS (WITH N AS (SELECT 1 AS v) SELECT * FROM N) SELECT a.* FROM a, N",
  "WITH N AS (SELECT 1 AS v) SELECT * FROM main.N",
  "WITH N AS (SELECT 1 AS v) SELECT * FROM system.main.N",
  "SELECT (WITH N AS (SELECT 1 AS v) SELECT max(v) FROM N), * FROM N",
  "WITH RECURSIVE a(v) AS (SELECT 1 UNION ALL SELECT v FROM a, N WHERE false), N AS (SELECT 1 AS w) SELECT * FROM a",
];

/**
 * Similar statements with the Kelvin sign, which JavaScript's lower case turns into the letter k,
 * but the engine does not.
 */
const KELVIN_SIGN = "\u212a";
const ALIKE = ["duckdb_settings", "duckdb_views", "duckdb_databases", "/etc/hk"].flatMap((name) => {
  const alike = name.replace("k", KELVIN_SIGN);
  return [
    `WITH "${alike}" AS (SELECT 1 AS v) SELECT t.* FROM "${name}" t`,
    `WITH RECURSIVE "${alike}" AS (SELECT 1 AS v UNION ALL SELECT 1 AS v FROM "${name}" WHERE false) FROM "${alike}"`,
    `SELECT * FROM (WITH "${alike}" AS (SELECT 1 AS v) SELECT t.* FROM "${name}" t)`,
  ].map((sql) => ({ sql, hidden: name }));
});

/**
 * Texts in which a scanner of comments, strings and spaces can find another statement than the one
 * that the engine runs.
 */
const TRICKS = [
  "S",
  "EXPLAIN S",
  "EXPLAIN (FORMAT json) S",
  "EXPLAIN (ANALYZE) S",
  "EXPLAIN EXPLAIN S",
  "EXPLAIN/**/S",
  "EXPLAIN--\nS",
  "EXPLAIN\u00a0S",
  "\ufeffS",
  "\u00a0S",
  "\u3000EXPLAIN SELECT 1; S",
  "/* /* */ EXPLAIN SELECT 1 --*/ S",
  "/* /* */ */ S",
  "/*/ EXPLAIN SELECT 1 --*/ S",
  "/**//**/ S",
  "--\rS /*\nEXPLAIN SELECT 1 --*/",
  "--\r\nS",
  "--\u2028S",
  "-- EXPLAIN SELECT 1 \u0085 S",
  "SELECT 1; S",
  "; S",
  "/*x*/; S",
  "SELECT 1 /* ; */ ; S --",
  "SELECT '--' ; S",
  "SELECT ';'';' ; S",
  "SELECT E'\\'' ; S --'",
  "SELECT '\\' ; S --'",
  'SELECT 1 AS "a;--" ; S',
  "SELECT $$;$$ ; S",
  "SELECT $a$ $$ ; $a$ ; S --$$",
  "SELECT 1 --\v; S\n; S",
  "EXPLAIN SELECT 1; S",
  "EXPLAIN SELECT 1 /* ; */ ; S",
  "EXPLAIN (SELECT 1); S",
  "(S)",
  "WITH a AS (S) SELECT 1",
  "SELECT * FROM (S)",
  "SELECT (S)",
  "DESCRIBE S",
  "SUMMARIZE S",
  "EXPLAIN (FORMAT text) EXPLAIN (ANALYZE) S",
  "EXPLAIN ( ANALYZE , FORMAT json ) S",
  "explain analyse S",
  // In these texts the engine does not run S either.
  "SELECT 1 AS v -- S",
  "SELECT 1 AS v /* S */",
  "SELECT 1 AS v /* /* */ S */",
  "EXPLAIN SELECT 1 -- S",
  "SELECT $a$S$a$ AS v",
];

/** Queries around a query of one column `Q`. */
const AROUND = [
  "SELECT * FROM (Q) q",
  "WITH c AS (Q) SELECT * FROM c",
  "WITH c AS NOT MATERIALIZED (Q) SELECT count(*) AS v FROM c",
  "WITH RECURSIVE c AS (Q) SELECT * FROM c",
  "SELECT 1 AS v WHERE EXISTS (Q)",
  "SELECT (SELECT count(*) FROM (Q) q) AS v",
  "SELECT v FROM shop.visit, LATERAL (Q) q",
  "SELECT v FROM shop.visit ORDER BY (SELECT count(*) FROM (Q) q)",
  "SELECT list_transform([1], lambda y: (SELECT count(*) FROM (Q) q)) AS v",
  "(Q) UNION ALL BY NAME (SELECT NULL AS v)",
  "SELECT CASE WHEN EXISTS (Q) THEN 1 END AS v",
  "WITH RECURSIVE r(v) AS (SELECT 1 UNION ALL SELECT r.v FROM r, (Q) q WHERE false) SELECT v FROM r",
  "WITH RECURSIVE o AS (SELECT 1 AS v), r AS (WITH o AS (Q) SELECT 1 AS v FROM o UNION ALL SELECT v FROM r WHERE false) SELECT v FROM r",
  "SELECT v FROM shop.visit QUALIFY sum(v) OVER (ORDER BY (SELECT count(*) FROM (Q) q)) > 0",
];

const WHOLE = /^(?:SUMMARIZE|DESCRIBE|EXPLAIN|VALUES)/;

/**
 * Makes `count` statements that hide every forbidden text in every place: first each pair of a text
 * and a place once, as far as `count` allows, then pairs at random depths. The same seed gives the
 * same statements.
 */
export function* hiddenStatements(seed: number, count: number): Generator<HiddenStatement> {
  const random = randomOf(seed);
  const pick = <Item>(items: readonly Item[]): Item =>
    items[Math.floor(random() * items.length)] as Item;
  const flat = [
    ...pairs(EXPRESSION_PLACES, EXPRESSIONS, /\bE\b/g),
    ...pairs(TABLE_PLACES, TABLES, /\bT\b/g),
    ...pairs(SHADOWS, NAMES, /\bN\b/g),
    ...pairs(TRICKS, STATEMENTS, /\bS\b/g),
    ...ALIKE,
  ];
  for (let index = 0; index < count; index += 1) {
    const plain = flat[index] ?? pick(flat);
    // Each pair comes alone first, and then nested in other queries.
    const depth = index < flat.length ? 0 : 1 + Math.floor(random() * 4);
    yield { ...plain, sql: nest(plain.sql, depth, pick) };
  }
}

/** The same places with allowed texts in them; the gate must refuse none of these statements. */
export function harmlessStatements(): string[] {
  const fill = (places: readonly string[], hole: RegExp, thing: string) =>
    places.map((place) => put(place, hole, thing));
  return [
    ...fill(EXPRESSION_PLACES, /\bE\b/g, "lower('x')"),
    ...fill(TABLE_PLACES, /\bT\b/g, "shop.visit"),
    ...fill(AROUND, /\bQ\b/g, "SELECT v FROM shop.visit"),
  ];
}

function nest(sql: string, depth: number, pick: (items: readonly string[]) => string): string {
  let nested = sql;
  for (let level = 0; level < depth && !WHOLE.test(nested); level += 1)
    nested = put(pick(AROUND), /\bQ\b/g, nested);
  return nested;
}

function pairs(
  places: readonly string[],
  things: readonly string[],
  hole: RegExp,
): HiddenStatement[] {
  return places.flatMap((place) =>
    things.map((hidden) => ({ hidden, sql: put(place, hole, hidden) })),
  );
}

// A function, because a replacement text would expand `$`.
function put(place: string, hole: RegExp, thing: string): string {
  return place.replace(hole, () => thing);
}

/** Numbers from 0 to 1 by the generator mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
