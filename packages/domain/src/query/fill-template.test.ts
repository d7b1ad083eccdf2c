import { describe, expect, test } from "vitest";
import { fillTemplate } from "./fill-template.ts";

describe("a template", () => {
  test.each([
    ["SELECT {{ a }}", "SELECT $a"],
    ["SELECT {{a}} + {{ a }}", "SELECT $a + $a"],
    ["SELECT $a, {{ a }}", "SELECT $a, $a"],
    ["WHERE d >= {{ p.start }} AND d < {{ p.end }}", "WHERE d >= $p_start AND d < $p_end"],
    ["SELECT {{ my name }}", "SELECT $my_name"],
    ["SELECT {{ größe }}, {{ größe }}, $größe", "SELECT $größe, $größe, $größe"],
    ["SELECT {{ länge.von }}, $länge_von", "SELECT $länge_von_2, $länge_von"],
    ["SELECT $ü$ {{ x }} $ü$, {{ a }}", "SELECT $ü$ {{ x }} $ü$, $a"],
    ["SELECT $p_start, {{ p.start }}", "SELECT $p_start, $p_start_2"],
    ["SELECT {{ p_start }}, {{ p.start }}", "SELECT $p_start, $p_start_2"],
    ["SELECT 'it''s', {{ a }} -- {{ b }}", "SELECT 'it''s', $a -- {{ b }}"],
    ["SELECT /* it's {{ b }} */ {{ a }}", "SELECT /* it's {{ b }} */ $a"],
    [`SELECT "x""y", {{ a }}`, `SELECT "x""y", $a`],
    ["SELECT e'\\'', {{ a }}", "SELECT e'\\'', $a"],
    ["SELECT $$it's$$, $x$'$x$, {{ a }}", "SELECT $$it's$$, $x$'$x$, $a"],
    ["SELECT '{{ unknown }}', '%{{x}}%'", "SELECT '{{ unknown }}', '%{{x}}%'"],
    ["SELECT /* /* */ {{ a }} */ {{ a }}", "SELECT /* /* */ {{ a }} */ $a"],
    ["SELECT 1 -- {{ b }}\r, {{ a }}", "SELECT 1 -- {{ b }}\r, $a"],
    ["SELECT E'x'\n'\\'', {{ a }}", "SELECT E'x'\n'\\'', $a"],
    ["SELECT a$$, {{ a }}, b$$", "SELECT a$$, $a, b$$"],
    ["SELECT '$p_start', {{ p.start }}", "SELECT '$p_start', $p_start"],
    ["SELECT MAP {{'a': 1}: 2}", "SELECT MAP {{'a': 1}: 2}"],
    ["SELECT {'a': {'b': 1}}", "SELECT {'a': {'b': 1}}"],
  ])("%s becomes %s", (sql, expected) => {
    const values = {
      a: "1",
      "p.start": "s",
      "p.end": "e",
      "my name": "m",
      p_start: "own",
      größe: "7",
    };
    Object.assign(values, { "länge.von": "1" });
    expect(fillTemplate(sql, values).sql).toBe(expected);
  });

  test("returns its values unchanged, under the parameter names of the new text", () => {
    const hostile = "'; DROP TABLE x; -- {{ b }}";
    const { sql, parameters } = fillTemplate("SELECT {{ a }}, {{ p.start }}, $p_start", {
      a: hostile,
      "p.start": "s",
      p_start: "own",
    });
    expect(sql).toBe("SELECT $a, $p_start_2, $p_start");
    expect(parameters).toMatchObject({ a: hostile, p_start_2: "s", p_start: "own" });
  });

  test.each([
    ["SELECT '{{ a }}'", "{{ a }} stands inside quotes"],
    ["SELECT '%{{a}}%'", "{{ a }} stands inside quotes"],
    ['SELECT "{{ a }}"', "A table or column can't be a parameter"],
    ["SELECT $${{ a }}$$", "stands inside quotes"],
    ["SELECT e'\\'{{ a }}'", "stands inside quotes"],
    ["SELECT '{{ a }}", "stands inside quotes"],
    ["SELECT {{# a }}1{{/ a }}", "{{# a }} can't be filled"],
    ["SELECT {{{ a }}}", "can't be filled"],
    ["SELECT {{ 1; DROP }}", "can't be filled"],
    ["SELECT {{ }}", "can't be filled"],
    ["SELECT {{ größe }}", "no value: größe"],
    ["SELECT {{ a 😀 }}", 'named "a 😀". A name has letters, digits and _'],
    ["SELECT {{ my-name }}", 'named "my-name"'],
    ["SELECT {{ 1st }}", 'named "1st"'],
    ["SELECT {{ __proto__ }}", "no value: __proto__"],
    ["SELECT {{ constructor }}, {{ toString }}", "no value: constructor, toString"],
    ["SELECT {{ b }}, {{ c.d }}, {{ a }}", "no value: b, c.d. Send"],
  ])("%s is refused", (sql, words) => {
    expect(() => fillTemplate(sql, { a: "1" })).toThrow(words);
  });

  test.each([
    ["constructor", "SELECT {{ constructor }}"],
    ["_.proto._", "SELECT {{ _.proto._ }}"],
  ])("a parameter %s is refused even with a value", (name, sql) => {
    expect(() => fillTemplate(sql, { [name]: "1" })).toThrow("can't be named __proto__");
  });

  test.each([
    ["a long name", `SELECT {{ ${"a".repeat(300)} }}`, "…}} can't be filled"],
    [
      "many names",
      `SELECT ${Array.from({ length: 30 }, (_, at) => `{{ n${at} }}`)}`,
      "n19 and 10 more.",
    ],
    ["a long text", `SELECT 'ü${"x".repeat(256 * 1024 - 10)}'`, "longer than 256 KiB"],
  ])("%s is refused with a short message", (_name, sql, words) => {
    expect(() => fillTemplate(sql, {})).toThrow(words);
  });

  const LONG = 250_000;
  test.each([
    ["blanks behind a name in quotes", `SELECT '{{ a${" ".repeat(LONG)}', {{ a }}`],
    ["blanks inside of braces", `SELECT '{{${" ".repeat(LONG)}a', {{ a }}`],
    ["braces that nothing closes", `SELECT ${"{{".repeat(LONG / 2)}`],
    ["names that nothing closes", `SELECT ${"{{ a".repeat(LONG / 4)}`],
    ["quotes", `SELECT ${"'".repeat(LONG)}`],
    ["dollars", `SELECT {{ a }} ${"$a".repeat(LONG / 2)}`],
    [
      "names without a value",
      `SELECT ${Array.from({ length: 15_000 }, (_, at) => `{{ n.${at} }}`)}`,
    ],
  ])("reads a text of many %s in linear time", (_name, sql) => {
    const began = performance.now();
    try {
      fillTemplate(sql, { a: "1" });
    } catch {
      // Some of the texts are refused; only the time counts here.
    }
    // Linear work takes milliseconds; work that grew with the square of the length would take
    // minutes.
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});
