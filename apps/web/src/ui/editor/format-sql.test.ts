import { expect, test } from "vitest";
import { cursorAfterFormat, formatSql } from "./format-sql.ts";

test("formatting again changes nothing, and comments and parameters stay", async () => {
  const once = await formatSql(
    "select a, {{ channel }} -- why\nfrom t qualify row_number() over () = 1",
  );
  expect(once).toContain("-- why");
  expect(once).toContain("{{ channel }}");
  expect(once).toContain("QUALIFY");
  expect(await formatSql(once ?? "")).toBe(once);
});

test("text that the formatter can't read gives null", async () => {
  expect(await formatSql("select 'unclosed")).toBeNull();
});

test("parameters, dollar quotes and JSON paths stay as they are", async () => {
  const text = await formatSql(
    "select $$a  b$$, $x$a  b$x$, $1, x->>'$.a' from t where c = $channel and g > $größe limit $n",
  );
  for (const part of ["$$a  b$$", "$x$a  b$x$", "$1", "'$.a'", "= $channel", "> $größe", "$n"])
    expect(text).toContain(part);
});

test.each([
  ["select a,b from t", "SELECT\n  a,\n  b\nFROM\n  t"],
  ["  select   a", "SELECT\n  a"],
])("the cursor stays behind the same character: %s", (before, after) => {
  const bare = (text: string) => text.replaceAll(/\s/g, "").toLowerCase();
  for (let offset = 0; offset <= before.length; offset++) {
    const cursor = cursorAfterFormat(before, offset, after);
    expect(bare(after.slice(0, cursor))).toBe(bare(before.slice(0, offset)));
  }
});
