import { type Column, type ColumnType, ExactNumber, sqlType } from "@headwater/schemas";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { timestampMicros } from "../src/index.ts";
import { type LakeLab, MICROS, openLakeLab, rowOf, sourceOf, tableOf } from "./lake-lab.ts";

let lab: LakeLab;
beforeAll(async () => {
  lab = await openLakeLab();
});
afterAll(() => lab.close());

const bigint: ColumnType = { kind: "bigint" };
const double: ColumnType = { kind: "double" };
const varchar: ColumnType = { kind: "varchar" };
const list = (element: ColumnType): ColumnType => ({ kind: "list", element });
const map = (value: ColumnType): ColumnType => ({ kind: "map", value });
const struct = (fields: Record<string, ColumnType>): ColumnType => ({
  kind: "struct",
  fields: Object.entries(fields).map(([name, type]) => ({ name, type })),
});
const REST: Column = { name: "additional_properties", type: varchar };

/**
 * Lands one value in a column `c`; returns the stored value as SQL text, and the additional
 * properties.
 */
async function land(type: ColumnType, value: unknown) {
  const table = tableOf([{ name: "c", type }, REST]);
  const file = await lab.writer.write({
    table,
    submissionDate: "2026-03-01",
    stem: "t-0-0-0",
    rows: [rowOf({ c: value })],
  });
  const [row] = await lab.query(
    `SELECT c::VARCHAR AS c, additional_properties AS rest FROM ${await sourceOf(lab, table, [file])}`,
  );
  return [row?.["c"], row?.["rest"]];
}

describe("a value and its column", () => {
  const cases: [string, ColumnType, unknown, string | null, string][] = [
    ["an integer", bigint, 12, "12", "{}"],
    ["a negative integer", bigint, -5_000_000_000, "-5000000000", "{}"],
    ["an integer beyond 2^53", bigint, 9_007_199_254_740_993n, "9007199254740993", "{}"],
    ["the smallest 64-bit integer", bigint, -(2n ** 63n), "-9223372036854775808", "{}"],
    ["an integer beyond 64 bits", bigint, 2n ** 63n, null, '{"c":9223372036854775808}'],
    ["a fraction for an integer", bigint, 1.5, null, '{"c":1.5}'],
    ["minus zero for an integer", bigint, -0, "0", "{}"],
    ["an integer beyond any double", bigint, new ExactNumber("1e400"), null, '{"c":1e400}'],
    [
      "a long number for a double",
      double,
      new ExactNumber("0.12345678901234567890"),
      "0.12345678901234568",
      "{}",
    ],
    ["a number beyond any double", double, new ExactNumber("-1e400"), null, '{"c":-1e400}'],
    ["a number below any double", double, new ExactNumber("1e-400"), "0.0", "{}"],
    ["a long number for a string", varchar, new ExactNumber("1e400"), "1e400", "{}"],
    ["a long number in JSON", { kind: "json" }, [new ExactNumber("1e400"), 1n], "[1e400,1]", "{}"],
    [
      "a long number for an object",
      struct({ a: bigint }),
      new ExactNumber("1e400"),
      null,
      '{"c":1e400}',
    ],
    ["a long number for a map", map(bigint), new ExactNumber("1e400"), null, '{"c":1e400}'],
    [
      "a long number in a list",
      list(double),
      [1, new ExactNumber("1e400")],
      "[1.0, NULL]",
      '{"c":[null,1e400]}',
    ],
    ["a boolean for an integer", bigint, true, "1", "{}"],
    ["a string for an integer", bigint, "12", null, '{"c":"12"}'],
    ["a boolean for a double", double, false, "0.0", "{}"],
    ["a big integer for a double", double, 2n ** 60n, "1.152921504606847e+18", "{}"],
    ["a number for a boolean", { kind: "boolean" }, 1, null, '{"c":1}'],
    ["a number for a string", varchar, 12, "12", "{}"],
    ["an object for a string", varchar, { a: 1n }, '{"a":1}', "{}"],
    ["a string of 12 characters", varchar, "abcdefghijkl", "abcdefghijkl", "{}"],
    ["a string of 13 characters", varchar, "abcdefghijklm", "abcdefghijklm", "{}"],
    ["a short string beyond ASCII", varchar, "grün", "grün", "{}"],
    ["a string with a NUL", varchar, "a\0b and more than that", "a\0b and more than that", "{}"],
    ["half a character", varchar, "a\ud83d", "a\ufffd", "{}"],
    [
      "half a character in a long string",
      varchar,
      "\ude00 and more than that",
      "\ufffd and more than that",
      "{}",
    ],
    [
      "half a character in JSON",
      { kind: "json" },
      { "\ud83d": "\\ud83d" },
      '{"\\ufffdd83d":"\\\\ud83d"}',
      "{}",
    ],
    ["half a character as a key", map(bigint), { "\ud83d": 1 }, "{\ufffd=1}", "{}"],
    ["half a character that does not fit", bigint, "\ud83d", null, '{"c":"\\ufffd"}'],
    ["an empty string", varchar, "", "", "{}"],
    ["JSON text quotes a string", { kind: "json" }, "a", '"a"', "{}"],
    [
      "a time with an offset",
      { kind: "timestamp" },
      "2026-03-01T20:48:21.5+02:00",
      "2026-03-01 18:48:21.5",
      "{}",
    ],
    [
      "the year 1",
      { kind: "timestamp" },
      "0001-01-01T00:00:00.000001Z",
      "0001-01-01 00:00:00.000001",
      "{}",
    ],
    [
      "the year 2256",
      { kind: "timestamp" },
      "2256-02-03T04:05:06.654321Z",
      "2256-02-03 04:05:06.654321",
      "{}",
    ],
    [
      "the year 9999",
      { kind: "timestamp" },
      "9999-12-31T23:59:59.999999Z",
      "9999-12-31 23:59:59.999999",
      "{}",
    ],
    ["no time", { kind: "timestamp" }, "yesterday", null, '{"c":"yesterday"}'],
    ["base64 for bytes", { kind: "blob" }, "aGk=", "hi", "{}"],
    ["null", bigint, null, null, "{}"],
    ["an empty list", list(bigint), [], null, "{}"],
    ["an empty object", struct({ a: bigint }), {}, null, "{}"],
    ["a list", list(bigint), [1, 2], "[1, 2]", "{}"],
    ["a list inside a list", list(list(bigint)), [[1], [2, 3]], "[[1], [2, 3]]", "{}"],
    ["a wrong element", list(bigint), [1, "x", 3], "[1, NULL, 3]", '{"c":[null,"x",null]}'],
    [
      "a wrong element among objects",
      list(struct({ a: bigint })),
      [{ a: 1 }, 5],
      "[{'a': 1}, {'a': NULL}]",
      '{"c":[null,5]}',
    ],
    ["a list where an object is due", struct({ a: bigint }), [1], null, '{"c":[1]}'],
    ["an object where a list is due", list(bigint), { a: 1 }, null, '{"c":{"a":1}}'],
    ["a tuple", struct({ f0_: bigint, f1_: varchar }), [1, "x"], "{'f0_': 1, 'f1_': x}", "{}"],
    ["a tuple that is too long", struct({ f0_: bigint }), [1, 2], "{'f0_': 1}", '{"c":[null,2]}'],
    [
      "a list kept in a record",
      list(struct({ list: list(bigint) })),
      [[1], [2]],
      "[{'list': [1]}, {'list': [2]}]",
      "{}",
    ],
    ["a map", map(bigint), { a: 1, b: 2 }, "{a=1, b=2}", "{}"],
    ["a map with a wrong value", map(bigint), { a: 1, b: "x" }, "{a=1}", '{"c":{"b":"x"}}'],
    [
      "a map of objects",
      map(struct({ x: bigint })),
      { a: { x: 1, y: 2 } },
      "{a={'x': 1}}",
      '{"c":{"a":{"y":2}}}',
    ],
    [
      "an unknown key inside",
      struct({ a: bigint }),
      { a: 1, newThing: { b: 2 } },
      "{'a': 1}",
      '{"c":{"newThing":{"b":2}}}',
    ],
  ];
  it.each(cases)("%s", async (...[, type, value, ...landed]) => {
    expect(await land(type, value)).toEqual(landed);
  });
});

describe("a document", () => {
  const table = tableOf([{ name: "my_key", type: bigint }, REST]);
  const landRow = async (document: Record<string, unknown>) => {
    const file = await lab.writer.write({
      table,
      submissionDate: "2026-03-01",
      stem: "t-0-0-0",
      rows: [rowOf(document)],
    });
    const source = await sourceOf(lab, table, [file]);
    return lab.query(`SELECT my_key::VARCHAR AS k, additional_properties AS rest FROM ${source}`);
  };

  it("finds its columns by the snake-case name of a key", async () => {
    expect(await landRow({ myKey: 1 })).toEqual([{ k: "1", rest: "{}" }]);
  });

  it("keeps the second of two keys of one column under its own name", async () => {
    const rest = '{"myKey":2}';
    expect(await landRow({ my_key: 1, myKey: 2 })).toEqual([{ k: "1", rest }]);
  });

  it("keeps a key named __proto__ like any other", async () => {
    const document = JSON.parse('{"__proto__": {"a": 1}, "my_key": 3}');
    expect(await landRow(document)).toEqual([{ k: "3", rest: '{"__proto__":{"a":1}}' }]);
  });

  it("can't fill the pipeline's own columns", async () => {
    const [row] = await landRow({ submission_timestamp: "1999-01-01T00:00:00Z" });
    expect(row?.["rest"]).toBe('{"submission_timestamp":"1999-01-01T00:00:00Z"}');
  });
});

describe("a file", () => {
  const table = tableOf([
    { name: "n", type: bigint },
    { name: "unused", type: struct({ a: bigint }) },
    { name: "words", type: list(varchar) },
  ]);

  it("can have more rows than an engine vector, ordered by channel and sample id", async () => {
    const rows = Array.from({ length: 5000 }, (_, n) =>
      rowOf(
        { n, words: n % 3 === 0 ? [`word ${n}, long enough`, "b"] : null },
        { normalizedChannel: n % 2 === 0 ? "release" : "beta", sampleId: n % 100 },
      ),
    );
    const file = await lab.writer.write({
      table,
      submissionDate: "2026-03-01",
      stem: "many-0-0-4999",
      rows,
    });
    expect(file).toMatchObject({ rows: 5000, minMicros: MICROS, maxMicros: MICROS });
    const source = await sourceOf(lab, table, [file]);
    const [sums] = await lab.query(
      `SELECT count(*)::INT AS rows, sum(n)::INT AS n, sum(len(words))::INT AS words, count(unused)::INT AS unused,
         bool_and(words IS NULL OR words[1] = 'word ' || n || ', long enough') AS same FROM ${source}`,
    );
    expect(sums).toEqual({ rows: 5000, n: 12_497_500, words: 3334, unused: 0, same: true });
    const [first] = await lab.query(`SELECT n::INT AS n FROM ${source} LIMIT 1`);
    expect(first).toEqual({ n: 1 });
  });

  it("keeps long strings that repeat, some after many that do not", async () => {
    const texts = Array.from({ length: 3000 }, (_, n) =>
      n % 7 === 0 || n < 40
        ? `a string of its own, number ${n}`
        : `one of three that repeat: ${n % 3}`,
    );
    const words = tableOf([
      { name: "n", type: bigint },
      { name: "text", type: varchar },
    ]);
    const file = await lab.writer.write({
      table: words,
      submissionDate: "2026-03-01",
      stem: "repeat-0-0-2999",
      rows: texts.map((text, n) => rowOf({ n, text: n % 5 === 0 ? null : text })),
    });
    const source = await sourceOf(lab, words, [file]);
    const rows = await lab.query(`SELECT n::INT AS n, text FROM ${source} ORDER BY n`);
    expect(rows).toEqual(texts.map((text, n) => ({ n, text: n % 5 === 0 ? null : text })));
  });

  it("has only the columns with a value", async () => {
    const rows = [rowOf({ n: 1 })];
    const file = await lab.writer.write({
      table,
      submissionDate: "2026-03-01",
      stem: "few-0-0-0",
      rows,
    });
    const names = await lab.query(
      `SELECT name FROM parquet_schema('${lab.root}/${file.path}') WHERE type IS NOT NULL`,
    );
    expect(names.map(({ name }) => name)).toEqual(["submission_timestamp", "n"]);
  });

  it("reads with every column of its table, even if an older revision had fewer columns", async () => {
    const wider = tableOf([...table.columns.slice(1), { name: "added", type: list(bigint) }]);
    const write = (definition: typeof table, document: Record<string, unknown>) =>
      lab.writer.write({
        table: definition,
        submissionDate: "2026-03-01",
        stem: "wide-0-0-0",
        rows: [rowOf(document)],
      });
    const files = [await write(table, { n: 1 }), await write(wider, { n: 2, added: [7] })];
    const source = await sourceOf(lab, wider, files);
    expect(
      await lab.query(`SELECT n::INT AS n, added::VARCHAR AS added FROM ${source} ORDER BY n`),
    ).toEqual([
      { n: 1, added: null },
      { n: 2, added: "[7]" },
    ]);
    const described = await lab.query(`DESCRIBE FROM ${source}`);
    expect(described.map((column) => column["column_type"])).toEqual(
      wider.columns.map((column) => sqlType(column.type).replaceAll('"', "")),
    );
  });
});

describe("a date-time in microseconds", () => {
  const cases: [string, number | bigint | null][] = [
    ["1970-01-01T00:00:00Z", 0],
    ["1970-01-01T00:00:00.000001Z", 1],
    ["1970-01-01T00:00:00.123456789Z", 123_456],
    ["1970-01-01t01:00:00+01:00", 0],
    ["1970-01-01T00:00+0000", 0],
    ["1969-12-31T23:59:59.5Z", -500_000],
    ["1970-01-01T00:00:00", 0],
    ["0001-01-01T00:00:00Z", -62_135_596_800_000_000n],
    ["9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999n],
    ["9999-12-31T23:59:60Z", null],
    ["1970-01-01", null],
    ["1970-13-01T00:00:00Z", null],
  ];
  it.each(cases)("%s", (text, micros) => {
    expect(timestampMicros(text)).toBe(micros);
  });
});
