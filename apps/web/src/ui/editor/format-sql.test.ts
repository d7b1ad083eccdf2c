import { expect, test } from "vitest";
import { formatSql } from "./format-sql.ts";

test("formatting twice is formatting once; comments and parameters stay", async () => {
  const once = await formatSql(
    "select a, {{ channel }} -- why\nfrom t qualify row_number() over () = 1",
  );
  expect(once).toContain("-- why");
  expect(once).toContain("{{ channel }}");
  expect(once).toContain("QUALIFY");
  expect(await formatSql(once ?? "")).toBe(once);
});

test("text that can't be read is left alone", async () => {
  expect(await formatSql("select 'unclosed")).toBeNull();
});
