import { describe, expect, test } from "vitest";
import { fillTemplate } from "./fill-template.ts";

describe("a template", () => {
  test.each([
    ["SELECT {{ a }}", "SELECT $a"],
    ["SELECT {{a}} + {{ a }}", "SELECT $a + $a"],
    ["SELECT $a, {{ a }}", "SELECT $a, $a"],
    ["WHERE d >= {{ p.start }} AND d < {{ p.end }}", "WHERE d >= $p_start AND d < $p_end"],
    ["SELECT {{ my name }}", "SELECT $my_name"],
    ["SELECT $p_start, {{ p.start }}", "SELECT $p_start, $p_start_2"],
    ["SELECT {{ p_start }}, {{ p.start }}", "SELECT $p_start, $p_start_2"],
    ["SELECT 'it''s', {{ a }} -- {{ b }}", "SELECT 'it''s', $a -- {{ b }}"],
    ["SELECT /* it's {{ b }} */ {{ a }}", "SELECT /* it's {{ b }} */ $a"],
    [`SELECT "x""y", {{ a }}`, `SELECT "x""y", $a`],
    ["SELECT e'\\'', {{ a }}", "SELECT e'\\'', $a"],
    ["SELECT $$it's$$, $x$'$x$, {{ a }}", "SELECT $$it's$$, $x$'$x$, $a"],
    ["SELECT '{{ unknown }}', '%{{x}}%'", "SELECT '{{ unknown }}', '%{{x}}%'"],
    ["SELECT {'a': {'b': 1}}", "SELECT {'a': {'b': 1}}"],
  ])("%s becomes %s", (sql, expected) => {
    const values = { a: "1", "p.start": "s", "p.end": "e", "my name": "m", p_start: "own" };
    expect(fillTemplate(sql, values).sql).toBe(expected);
  });

  test("hands its values over as they are, under the names of the text", () => {
    const hostile = "'; DROP TABLE x; -- {{ b }}";
    const { sql, parameters } = fillTemplate("SELECT {{ a }}, {{ p.start }}, $p_start", {
      ...{ a: hostile, "p.start": "s", p_start: "own" },
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
    ["SELECT {{ b }}, {{ c.d }}, {{ a }}", "no value: b, c.d. Send"],
  ])("%s is refused", (sql, words) => {
    expect(() => fillTemplate(sql, { a: "1" })).toThrow(words);
  });
});
