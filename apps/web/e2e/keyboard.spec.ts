import { expect, test } from "@playwright/test";

test("the portal is used by keyboard alone", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await expect(page.getByRole("heading", { name: "Catalog", level: 1 })).toBeVisible();
  await page.keyboard.press("Control+k");
  const search = page.getByRole("dialog", { name: "Search" });
  await search.getByRole("combobox").fill("main_v4");
  await expect(search.getByRole("option", { name: "telemetry.main_v4" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "telemetry.main_v4", level: 1 })).toBeVisible();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toContainText("Fold the sidebar");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("[");
  await expect(page.getByRole("navigation", { name: "Main" }).getByText("Catalog")).toHaveCount(0);
});

test("the search finds places by their other words", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();
  const search = page.getByRole("dialog", { name: "Search" });
  for (const [words, place] of [
    ["api keys", "Account and API keys"],
    ["keyboard", "Keys"],
    ["json schema", "Schemas"],
    ["users", "People"],
    ["theme", /^Use the (dark|light) theme$/],
  ] as const) {
    await page.keyboard.press("Control+k");
    await search.getByRole("combobox").fill(words);
    await expect(search.getByRole("option").first()).toHaveAccessibleName(place);
    await page.keyboard.press("Escape");
  }
  await page.keyboard.press("Control+k");
  await search.getByRole("combobox").fill("shortcuts");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
});

test("the catalogue opens SQL for a table", async ({ page }) => {
  await page.goto("/catalog");
  await page.getByRole("textbox", { name: "Filter tables" }).fill("main");
  await page.getByRole("row").filter({ hasText: "telemetry.main_v4" }).press("Enter");
  await page.getByRole("link", { name: "Open in SQL" }).click();
  await expect(page.getByRole("region", { name: "SQL editor" })).toContainText("telemetry.main_v4");
});
