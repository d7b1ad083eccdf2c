import { expect, test } from "@playwright/test";
import { checkPage } from "./check-page.ts";
import { grid, status, write } from "./sql-editor.ts";
import { watchConsole } from "./watch-console.ts";

test("an error is fixed by its suggestion, the query runs, is charted, is saved and stays after a reload", async ({
  page,
}) => {
  const problems = watchConsole(page);
  await page.goto("/sql");
  await write(page, "SELECT minut, sum(accepted) AS accepted\nFROM pipeline.accounting GROUP BY 1");
  const list = page.getByRole("list", { name: "Problems" });
  await expect(list).toContainText(/1:8 .*minut/);
  await list.getByRole("button", { name: "minute", exact: true }).click();
  await expect(list).toHaveCount(0);
  await page.keyboard.press("Control+Enter");
  await expect(status(page)).toContainText("finished");
  await expect(grid(page).getByRole("columnheader", { name: "accepted" })).toBeVisible();

  await page.getByRole("tab", { name: "Chart" }).click();
  await expect(page.getByRole("figure", { name: "accepted by minute" })).toContainText(
    "Line chart, 1 series",
  );

  await page.getByRole("button", { name: "Save*", exact: true }).click();
  const name = `Accepted by minute ${Date.now()}`;
  await page.getByRole("textbox", { name: "Query name" }).fill(name);
  await page.getByRole("button", { name: "Save query" }).click();
  await expect(page).toHaveURL(/\/sql\/\d+/);
  await page.getByRole("button", { name: "Save chart" }).click();
  await expect(page.getByRole("tab", { name: "accepted by minute" })).toBeVisible();

  await page.reload();
  await expect(page.getByRole("region", { name: "SQL editor" })).toContainText(
    "pipeline.accounting",
  );
  await expect(page.getByRole("figure", { name: "accepted by minute" })).toBeVisible();
  await page.getByRole("button", { name: "Open a saved query" }).click();
  await page.getByRole("textbox", { name: "Search saved queries" }).fill(name);
  await expect(page.getByRole("list", { name: "Saved queries" })).toContainText(name);
  expect(problems()).toEqual([]);
});

test("a wrong statement fails with its message and leaves no old rows behind", async ({ page }) => {
  await page.goto("/sql?sql=SELECT%201%20AS%20one");
  await page.getByRole("button", { name: "Execute" }).click();
  await expect(grid(page)).toBeVisible();
  await write(page, "SELECT nothing_like_it");
  await page.getByRole("button", { name: "Execute" }).click();
  await expect(status(page)).toContainText("failed");
  await expect(page.getByRole("list", { name: "Problems" })).toContainText("nothing_like_it");
  await expect(page.getByRole("alert").filter({ hasText: "listed above" })).toBeVisible();
  await expect(grid(page)).toHaveCount(0);
});

test("a long statement is cancelled and another runs", async ({ page }) => {
  await page.goto(
    "/sql?sql=SELECT%20count(*)%20FROM%20range(1000000000)%20a%2C%20range(100000)%20b",
  );
  await page.getByRole("button", { name: "Execute" }).click();
  await expect(status(page)).toContainText("running");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(status(page)).toContainText("cancelled");
  await write(page, "SELECT 42 AS answer");
  await page.keyboard.press("Control+Enter");
  await expect(grid(page).getByRole("gridcell", { name: "42" })).toBeVisible();
});

test("one of two statements runs, chosen by the cursor or by the selection", async ({ page }) => {
  await page.goto("/sql");
  await write(page, "SELECT 1 AS first;\nSELECT 2 AS second");
  await page.keyboard.press("Control+Enter");
  await expect(grid(page).getByRole("columnheader", { name: "second" })).toBeVisible();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Shift+End");
  await expect(page.getByRole("button", { name: "Execute selected" })).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await expect(grid(page).getByRole("columnheader", { name: "first" })).toBeVisible();
});

test("any of a million rows can be reached, and sorting covers all rows", async ({ page }) => {
  await page.goto("/sql?sql=SELECT%20i%20FROM%20range(1000000)%20r(i)");
  await page.getByRole("combobox", { name: "Row limit" }).click();
  await page.getByRole("option", { name: "No limit" }).click();
  await page.getByRole("button", { name: "Execute" }).click();
  await expect(grid(page)).toHaveAttribute("aria-rowcount", "1000001");
  await expect(status(page)).toContainText("finished");
  await grid(page).focus();
  await page.keyboard.press("Control+End");
  await expect(grid(page).getByRole("gridcell", { name: "999,999" })).toBeVisible();
  const head = grid(page).getByRole("columnheader", { name: /^i/ });
  await head.getByRole("button").first().click();
  await head.getByRole("button").first().click();
  await expect(head).toHaveAttribute("aria-sort", "descending");
  await expect(grid(page).getByRole("row").nth(1)).toContainText("999,999");
});

test("markup in names and values stays text", async ({ page }) => {
  page.on("dialog", () => {
    throw new Error("markup of a result was run");
  });
  await page.goto("/sql");
  await write(page, `SELECT '<img src=x onerror=alert(1)>' AS "<b>name</b>", 3 AS n`);
  await page.keyboard.press("Control+Enter");
  await expect(
    grid(page).getByRole("gridcell", { name: "<img src=x onerror=alert(1)>" }),
  ).toBeVisible();
  await page.getByRole("tab", { name: "Chart" }).click();
  await expect(page.getByRole("figure", { name: "n by <b>name</b>" })).toBeVisible();
});

for (const scheme of ["light", "dark"] as const)
  test(`the SQL page in ${scheme} has no serious accessibility problem, on a screen and on a phone`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto("/sql?sql=SELECT%201%20AS%20one%2C%20NULL%20AS%20nothing");
    await page.getByRole("button", { name: "Execute" }).click();
    await expect(grid(page)).toBeVisible();
    await checkPage(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await checkPage(page);
  });
