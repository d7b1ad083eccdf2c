import type { Page } from "@playwright/test";

export const editor = (page: Page) => page.getByRole("textbox", { name: "SQL editor content" });
export const status = (page: Page) => page.getByRole("status", { name: "Query status" });
export const grid = (page: Page) => page.getByRole("grid", { name: "Query results" });

/**
 * Puts text into the editor at once, because brackets that are typed key by key would be closed
 * twice.
 */
export async function write(page: Page, sql: string): Promise<void> {
  await editor(page).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(sql);
}
