import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";

test("a schema is checked, imported and refused where it would break rows", async ({ page }) => {
  const type = `t${randomUUID().slice(0, 8).replaceAll(/[0-9]/g, "x")}`;
  const schema = (kind: string) =>
    JSON.stringify({
      $schema: "http://json-schema.org/draft-07/schema#",
      type: "object",
      properties: { greeting: { type: kind } },
    });
  await page.goto("/admin/schemas");
  const fill = async (kind: string): Promise<void> => {
    await page.getByRole("button", { name: "Import schemas" }).click();
    await page
      .getByRole("textbox", { name: "Or paste one schema: its name" })
      .fill(`journey/${type}/${type}.1`);
    await page.getByRole("textbox", { name: "JSON Schema" }).fill(schema(kind));
  };
  await fill("string");
  await page.getByRole("button", { name: "Check" }).click();
  await expect(page.getByText("Result of an import: 1 new")).toBeVisible();
  await page.getByRole("button", { name: "Import schema", exact: true }).click();
  await expect(page.getByText("Imported: 1 new")).toBeVisible();
  await page.keyboard.press("Escape");
  await fill("integer");
  await page.getByRole("button", { name: "Import schema", exact: true }).click();
  await expect(page.getByRole("list", { name: "Refused schemas" })).toContainText("greeting");
  await page.keyboard.press("Escape");
  await page.getByRole("textbox", { name: "Filter schemas" }).fill(type);
  await page
    .getByRole("row")
    .filter({ hasText: `journey/${type}` })
    .press("Enter");
  await expect(page.getByRole("dialog")).toContainText(`journey.${type}_v1`);
});

test("a person added by an admin signs in by link, sets a password and sees what a viewer may", async ({
  page,
  browser,
}) => {
  const email = `${randomUUID().slice(0, 8)}@example.org`;
  await page.goto("/admin/people");
  await page.getByRole("button", { name: "Add person" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Add person" });
  await dialog.getByRole("textbox", { name: "Name" }).fill("Vera Viewer");
  await dialog.getByRole("textbox", { name: "E-mail" }).fill(email);
  await dialog.getByRole("combobox", { name: "Role" }).click();
  await page.getByRole("option", { name: "Viewer" }).click();
  await dialog.getByRole("button", { name: "Add person" }).click();
  const link = (await page.getByRole("region", { name: "Sign-in link" }).textContent()) ?? "";

  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const vera = await context.newPage();
  await vera.goto(link.trim());
  await vera.getByRole("button", { name: "Sign in" }).click();
  await expect(vera.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();
  const navigation = vera.getByRole("navigation", { name: "Main" });
  await expect(navigation.getByRole("link", { name: "Pipeline" })).toBeVisible();
  await expect(navigation.getByRole("link", { name: "Admin" })).toHaveCount(0);
  await vera.goto("/admin/people");
  await expect(vera.getByText("There is nothing here")).toBeVisible();
  await vera.goto("/pipeline?tab=rejected");
  await expect(vera.getByText("Only analysts and admins can read single pings")).toBeVisible();
  await vera.goto("/account");
  await vera.getByLabel("New password").fill("a long enough one");
  await vera.getByRole("button", { name: "Set password" }).click();
  await expect(vera.getByLabel("Current password")).toBeVisible();
  await vera.getByRole("textbox", { name: "What it is for" }).fill("laptop");
  await vera.getByRole("button", { name: "Create key" }).click();
  await expect(vera.getByRole("row").filter({ hasText: "laptop" })).toBeVisible();
  const change = async (next: string): Promise<void> => {
    await vera.getByLabel("Current password").fill("a long enough one");
    await vera.getByLabel("New password").fill(next);
    await vera.getByRole("button", { name: "Change password" }).click();
  };
  await change("Password123");
  await expect(vera.getByRole("alert").filter({ hasText: "tried first" })).toBeVisible();
  await vera.getByRole("checkbox", { name: "End my API keys too" }).check();
  await change("a longer one yet");
  await expect(vera.getByText("Password saved. 1 API key ended.")).toBeVisible();
  await expect(vera.getByRole("row").filter({ hasText: "laptop" })).toHaveCount(0);
  await vera.getByRole("button", { name: "Your account" }).click();
  await vera.getByRole("menuitem", { name: "Sign out" }).click();
  await vera.getByRole("textbox", { name: "E-mail" }).fill(email);
  await vera.getByLabel("Password").fill("a longer one yet");
  await vera.getByRole("button", { name: "Sign in" }).click();
  await expect(vera.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();

  await vera.goto("/catalog");
  await expect(vera.getByRole("heading", { name: "Catalog", level: 1 })).toBeVisible();
  const row = vera.getByRole("row").filter({ hasText: "telemetry.main_v4" });
  await expect(row).toBeVisible();
  await context.clearCookies();
  await row.press("Enter");
  await expect(vera).toHaveURL(/\/catalog\/telemetry\/main_v4$/);
  await vera.getByRole("button", { name: "Sign in" }).click();
  await vera.getByRole("textbox", { name: "E-mail" }).fill(email);
  await vera.getByLabel("Password").fill("a longer one yet");
  await vera.getByRole("button", { name: "Sign in" }).click();
  await expect(vera.getByRole("heading", { name: "telemetry.main_v4", level: 1 })).toBeVisible();
  await context.close();
});

test("an API key is shown once, works, and stops when revoked", async ({ page, request }) => {
  const name = `journey ${randomUUID().slice(0, 8)}`;
  await page.goto("/account");
  await page.getByRole("textbox", { name: "What it is for" }).fill(name);
  await page.getByRole("button", { name: "Create key" }).click();
  const key = (
    (await page.getByRole("region", { name: "New API key" }).textContent()) ?? ""
  ).trim();
  const session = () =>
    request.get("/api/session", { headers: { authorization: `Key ${key}`, cookie: "" } });
  expect((await session()).status()).toBe(200);
  await page
    .getByRole("row")
    .filter({ hasText: name })
    .getByRole("button", { name: "Revoke" })
    .click();
  await expect(page.getByRole("row").filter({ hasText: name })).toHaveCount(0);
  expect((await session()).status()).toBe(401);
});
