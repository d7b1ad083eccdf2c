import { expect, test } from "@playwright/test";
import { checkPage } from "./check-page.ts";
import { editor, grid, status, write } from "./sql-editor.ts";

test("parameters have fields, are required, are sent with the run and are part of the address", async ({
  page,
}) => {
  await page.goto("/sql");
  await write(
    page,
    "SELECT $word AS word, '$no' AS no, i\nFROM range(CAST($n AS INTEGER)) r(i) -- $none\nWHERE DATE '2026-11-03' > $since",
  );
  await page.keyboard.press("Control+Enter");
  const fields = page.getByRole("form", { name: "Parameters" });
  await expect(fields.getByRole("textbox")).toHaveCount(3);
  const word = fields.getByRole("textbox", { name: "word" });
  await expect(word).toBeFocused();
  await expect(word).toHaveAccessibleDescription("Enter a value for $word.");
  await word.fill("it's $n");
  await fields.getByRole("textbox", { name: "n", exact: true }).fill("3");
  await fields.getByRole("textbox", { name: "since" }).fill("2026-11-01");
  await checkPage(page);
  await page.keyboard.press("Enter");
  await expect(grid(page).getByRole("row")).toHaveCount(4);
  await expect(grid(page).getByRole("gridcell", { name: "it's $n" }).first()).toBeVisible();

  await page.getByRole("button", { name: "Save*", exact: true }).click();
  await page.getByRole("textbox", { name: "Query name" }).fill(`Parameters ${Date.now()}`);
  await page.getByRole("button", { name: "Save query" }).click();
  await expect(page).toHaveURL(/\/sql\/\d+\?.*p_n=3/);
  await page.goto(page.url().replace("p_n=3", "p_n=2"));
  await expect(fields.getByRole("textbox", { name: "n", exact: true })).toHaveValue("2");
  await expect(fields.getByRole("textbox", { name: "word" })).toHaveValue("it's $n");
  // The last result is shown before the query is run again.
  await expect(grid(page).getByRole("row")).toHaveCount(4);
  await page.keyboard.press("Control+Enter");
  await expect(grid(page).getByRole("row")).toHaveCount(3);
});

test("fast typing loses no letters, also after an Esc that closed nothing", async ({ page }) => {
  await page.goto("/sql");
  await write(page, "");
  const numbers = Array.from({ length: 25 }, (_, n) => `${n} AS n${n}`).join(", ");
  await page.keyboard.type(`SELECT ${numbers}`, { delay: 15 });
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.type(", 42 AS answer", { delay: 15 });
  await page.keyboard.press("Control+Enter");
  await expect(status(page)).toContainText("finished");
  await expect(grid(page)).toHaveAttribute("aria-colcount", "26");
});

test("after formatting a long line its beginning is visible and the cursor is at the same character", async ({
  page,
}) => {
  await page.goto("/sql");
  const columns = Array.from({ length: 40 }, (_, n) => `column_${n}`).join(", ");
  await write(page, `select first_one, ${columns} from some_table`);
  await page.getByRole("button", { name: "Format" }).click();
  const region = page.getByRole("region", { name: "SQL editor" });
  await expect(region.getByText("some_table")).toBeInViewport();
  await page.keyboard.insertText("_2");
  await expect(region.getByText("some_table_2")).toBeInViewport();
  await page.keyboard.press("Control+Home");
  await expect(region.getByText("first_one,")).toBeInViewport();
});

test("the focus follows the chosen tab, an empty statement is reported, and Escape and Tab leave the editor", async ({
  page,
}) => {
  await page.goto("/sql");
  await page.getByRole("button", { name: "New query" }).click();
  await expect(editor(page)).toBeFocused();
  await page.keyboard.insertText("SELECT 7 AS seven");
  await page.keyboard.press("Control+Enter");
  await expect(grid(page)).toBeVisible();
  await write(page, "-- SELECT 7 AS seven");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("status").filter({ hasText: "Nothing to run" })).toBeVisible();
  await expect(grid(page)).toHaveCount(0);
  await expect(status(page)).not.toContainText("finished");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(editor(page)).not.toBeFocused();
  await expect(page.getByRole("button", { name: "Execute" })).toBeFocused();
});

test("a result that is no longer kept is reported and can be made again", async ({ page }) => {
  await page.goto("/sql?sql=SELECT%208%20AS%20eight");
  await page.getByRole("button", { name: "Execute" }).click();
  await expect(grid(page)).toBeVisible();
  // This is the state of a browser that remembers a run whose record is deleted.
  await page.evaluate(() => {
    const [key = ""] = Object.keys(localStorage).filter((one) => one.includes("tabs"));
    const text = localStorage.getItem(key) ?? "";
    const gone = `"executionId":"${crypto.randomUUID()}"`;
    localStorage.setItem(key, text.replaceAll(/"executionId":"[^"]+"/g, gone));
  });
  await page.reload();
  await expect(page.getByText("The last result is no longer kept.")).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: "no such execution" })).toHaveCount(0);
  await page.getByRole("button", { name: "Run again" }).click();
  await expect(grid(page).getByRole("gridcell", { name: "8" })).toBeVisible();
});

test("the schema is one tab stop, in which arrows, Home, End and Enter work", async ({ page }) => {
  await page.goto("/sql");
  const tree = page.getByRole("tree", { name: "Schema" });
  const line = (name: RegExp | string) => tree.getByRole("treeitem", { name });
  await expect(line(/^telemetry/)).toBeVisible();
  await page.getByRole("textbox", { name: "Filter tables and columns" }).fill("telemetry main_v4");
  await page.getByRole("textbox", { name: "Filter tables and columns" }).fill("main_v4");
  await expect(line(/^document_id/)).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(line(/^telemetry/)).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await expect(line(/^main_v4/)).toBeFocused();
  const metadata = line("metadata STRUCT");
  await metadata.focus();
  await expect(metadata).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("ArrowRight");
  await expect(metadata).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "SQL editor" })).toContainText(/metadata\.\w+/);
});

test("a chart of text and series has each name once on its axis", async ({ page }) => {
  await page.goto("/sql");
  await write(
    page,
    "SELECT * FROM (VALUES ('zeta', 's1', 1), ('alpha', 's1', 2), ('zeta', 's2', 3), ('alpha', 's2', 4)) t(place, kind, n)",
  );
  await page.keyboard.press("Control+Enter");
  await expect(status(page)).toContainText("finished");
  await page.getByRole("tab", { name: "Chart" }).click();
  const settings = page.getByRole("form", { name: "Chart settings" });
  for (const [label, option] of [
    ["Type", "Scatter"],
    ["X axis", "place (varchar)"],
    ["Series", "kind (varchar)"],
  ] as const) {
    await settings.getByRole("combobox", { name: label }).click();
    await page.getByRole("option", { name: option }).click();
  }
  const figure = page.getByRole("figure", { name: "n by place" });
  await expect(figure.getByText("zeta", { exact: true })).toHaveCount(1);
  await expect(figure.getByText("alpha", { exact: true })).toHaveCount(1);
});

test("rows stay sorted and scrolled while charts, profile and history are open", async ({
  page,
}) => {
  await page.goto("/sql?sql=SELECT%20i%20AS%20n%20FROM%20range(900)%20r(i)");
  await page.getByRole("button", { name: "Execute" }).click();
  await expect(status(page)).toContainText("finished");
  const head = grid(page).getByRole("columnheader", { name: /^n/ });
  await head.getByRole("button").first().click();
  await head.getByRole("button").first().click();
  await expect(grid(page).getByRole("row").nth(1)).toContainText("899");
  await grid(page).focus();
  await page.keyboard.press("Control+End");
  await expect(grid(page).getByRole("gridcell", { name: "0", exact: true })).toBeVisible();
  for (const panel of ["Chart", "Profile", "History"]) {
    await page.getByRole("tab", { name: panel }).click();
    await expect(grid(page)).toBeHidden();
    await page.getByRole("tab", { name: "Results" }).click();
    await expect(head).toHaveAttribute("aria-sort", "descending");
    await expect(grid(page).getByRole("gridcell", { name: "0", exact: true })).toBeInViewport();
  }
});

test("a chart shows its number of rows, and a counter adds up all series", async ({ page }) => {
  await page.goto("/sql");
  await write(page, "SELECT * FROM (VALUES ('a', 1), ('b', 2), ('a', 4)) t(kind, n)");
  await page.keyboard.press("Control+Enter");
  await expect(status(page)).toContainText("finished");
  await page.getByRole("tab", { name: "Chart" }).click();
  const result = page.getByRole("region", { name: "Result" });
  await expect(result.getByText(/^3 rows · \d/).filter({ visible: true })).toBeVisible();
  const settings = page.getByRole("form", { name: "Chart settings" });
  for (const [label, option] of [
    ["Series", "kind (varchar)"],
    ["Type", "Counter"],
    ["Combine values", "Sum"],
  ] as const) {
    await settings.getByRole("combobox", { name: label }).click();
    await page.getByRole("option", { name: option }).click();
  }
  await expect(
    page.getByRole("figure", { name: "n" }).getByText("7", { exact: true }),
  ).toBeVisible();
});

test("on a phone a button opens the tables, and Enter inserts a table's name into the text", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/sql");
  await page.getByRole("button", { name: "New query" }).click();
  await checkPage(page);
  await page.getByRole("button", { name: "Tables", exact: true }).click();
  const tables = page.getByRole("dialog", { name: "Tables" });
  await tables.getByRole("textbox", { name: "Filter tables and columns" }).fill("main_v4");
  await expect(tables.getByRole("treeitem", { name: /^document_id/ })).toBeVisible();
  await tables.getByRole("treeitem", { name: /^main_v4/ }).focus();
  await page.keyboard.press("Enter");
  await expect(tables).toHaveCount(0);
  await expect(page.getByRole("region", { name: "SQL editor" })).toContainText("telemetry.main_v4");
});
