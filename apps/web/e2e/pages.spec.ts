import { expect, test } from "@playwright/test";
import { checkPage } from "./check-page.ts";
import { PAGES } from "./pages.ts";
import { watchConsole } from "./watch-console.ts";

for (const [path, heading] of PAGES) {
  for (const scheme of ["light", "dark"] as const) {
    test(`${path} in ${scheme} has no serious accessibility problem and no console error`, async ({
      page,
    }) => {
      const problems = watchConsole(page);
      await page.emulateMedia({ colorScheme: scheme });
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
      await expect(page.locator(".animate-pulse")).toHaveCount(0);
      await checkPage(page);
      expect(problems()).toEqual([]);
    });
  }
  test(`${path} fits a phone`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    await checkPage(page);
  });
}

test("an unknown address says so and leads home", async ({ page }) => {
  await page.goto("/no-such-page");
  await page.getByRole("link", { name: "Go to Home" }).click();
  await expect(page.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();
});
