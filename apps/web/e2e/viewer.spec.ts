import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";
import { checkPage } from "./check-page.ts";
import { editor, grid, write } from "./sql-editor.ts";

test("a viewer opens and runs unchanged saved queries with their own values", async ({
  page,
  browser,
}) => {
  const name = `For viewers ${Date.now()}`;
  await page.goto("/sql");
  await write(page, "SELECT 'hello ' || $who AS greeting;");
  await page.getByRole("button", { name: "Save*", exact: true }).click();
  await page.getByRole("textbox", { name: "Query name" }).fill(name);
  await page.getByRole("button", { name: "Save query" }).click();
  await expect(page).toHaveURL(/\/sql\/\d+/);

  await page.goto("/admin/people");
  await page.getByRole("button", { name: "Add person" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Add person" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Vic Viewer");
  await dialog.getByRole("textbox", { name: "E-mail" }).fill(`${randomUUID()}@example.org`);
  await dialog.getByRole("combobox", { name: "Role" }).click();
  await page.getByRole("option", { name: "Viewer" }).click();
  await dialog.getByRole("button", { name: "Add person" }).click();
  const link = (await page.getByRole("region", { name: "Sign-in link" }).textContent()) ?? "";

  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const vic = await context.newPage();
  await vic.goto(link.trim());
  await vic.getByRole("button", { name: "Sign in" }).click();
  await expect(vic.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();
  await vic.goto("/sql?sql=SELECT%201");
  await expect(vic.getByRole("heading", { name: "Choose a saved query" })).toBeVisible();
  await checkPage(vic);
  await expect(vic.getByRole("button", { name: "New query" })).toHaveCount(0);
  await vic.getByRole("button", { name }).click();

  await expect(editor(vic)).toBeFocused();
  await expect(vic.getByText("Ask an admin for the analyst role")).toBeVisible();
  for (const action of ["Format", "Save"])
    await expect(vic.getByRole("button", { name: action, exact: true })).toHaveCount(0);
  await vic.keyboard.type("DROP ");
  await expect(vic.getByRole("region", { name: "SQL editor" })).not.toContainText("DROP");
  await vic.keyboard.press("Control+Enter");
  await vic.getByRole("textbox", { name: "who" }).fill("Vic");
  await vic.keyboard.press("Enter");
  await expect(grid(vic).getByRole("gridcell", { name: "hello Vic" })).toBeVisible();
  await checkPage(vic);

  await vic.goto("/catalog/telemetry/main_v4");
  await expect(vic.getByRole("heading", { name: "telemetry.main_v4", level: 1 })).toBeVisible();
  await expect(vic.getByRole("link", { name: "Open in SQL" })).toHaveCount(0);
  await vic.goto("/admin/people");
  await expect(vic.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  await expect(vic.getByRole("main")).toHaveCount(1);
});
