import { expect, type Page, test } from "@playwright/test";
import { checkPage } from "./check-page.ts";
import { PAGES } from "./pages.ts";
import { watchConsole } from "./watch-console.ts";

// Pages don't depend on each other, so each worker takes the next page.
test.describe.configure({ mode: "parallel" });

const PHONE = { width: 390, height: 844 };
const SCREEN = { width: 1440, height: 900 };

async function open(page: Page, path: string, heading: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
  await expect(page.locator(".animate-pulse")).toHaveCount(0);
}

// There is one visit per theme: the light one begins on a phone and is widened, the dark one begins
// on a screen.
for (const [path, heading] of PAGES) {
  test(`${path} in light, on a phone and on a screen, has no serious accessibility problem and no console error`, async ({
    page,
  }) => {
    const problems = watchConsole(page);
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize(PHONE);
    await open(page, path, heading);
    await checkPage(page);
    await page.setViewportSize(SCREEN);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    await checkPage(page);
    expect(problems()).toEqual([]);
  });
  test(`${path} in dark, on a screen, has no serious accessibility problem and no console error`, async ({
    page,
  }) => {
    const problems = watchConsole(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await open(page, path, heading);
    await checkPage(page);
    expect(problems()).toEqual([]);
  });
}

test("an unknown address shows a message and a link to Home", async ({ page }) => {
  await page.goto("/no-such-page");
  await page.getByRole("link", { name: "Go to Home" }).click();
  await expect(page.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();
});
