import { randomUUID } from "node:crypto";
import { expect, test } from "@playwright/test";

const EDGE = process.env["HEADWATER_E2E_EDGE_URL"] ?? "http://127.0.0.1:8080";

test("a ping with a debug id shows up in the live tail and can be opened", async ({
  page,
  request,
}) => {
  const debugId = `journey-${randomUUID().slice(0, 8)}`;
  await page.goto("/pipeline?tab=live");
  await page.getByRole("textbox", { name: "Debug id" }).fill(debugId);
  const answer = await request.post(`${EDGE}/submit/journey/hello/1/${randomUUID()}`, {
    data: { greeting: "hi" },
    headers: { "x-debug-id": debugId },
  });
  expect(answer.status()).toBe(200);
  const row = page.getByRole("row").filter({ hasText: debugId });
  await expect(row).toContainText("journey/hello/1");
  await expect(row).toContainText("rejected");
  await row.press("Enter");
  await expect(page.getByRole("dialog", { name: "Document" })).toContainText("greeting");
});

test("a rejected ping can be opened as it was sent, with its reason", async ({ page, request }) => {
  const marker = randomUUID();
  const type = `nosuch${marker.slice(0, 8)}`;
  await request.post(`${EDGE}/submit/journey/${type}/1/${randomUUID()}`, {
    data: { marker, tags: "<img src=x onerror=alert(1)>" },
  });
  await page.goto("/pipeline?tab=rejected");
  const row = page.getByRole("row").filter({ hasText: type });
  await expect(async () => {
    await page.getByRole("button", { name: "Refresh" }).click();
    await expect(row).toBeVisible({ timeout: 1500 });
  }).toPass();
  await row.press("Enter");
  const sheet = page.getByRole("dialog", { name: "Rejected ping" });
  await expect(sheet).toContainText(`No such docType: journey/${type}`);
  await expect(sheet.getByRole("region", { name: "Body" })).toContainText(marker);
  await expect(sheet.getByRole("region", { name: "Body" })).toContainText(
    "<img src=x onerror=alert(1)>",
  );
});

test("the overview adds up while pings arrive", async ({ page }) => {
  await page.goto("/pipeline");
  await expect(page.getByRole("figure", { name: /Stacked bars of accepted pings/ })).toBeVisible();
  await expect(page.getByText(/every ping is accounted for|not landed yet/)).toBeVisible();
  await page.getByRole("radio", { name: "24 hours" }).check({ force: true });
  await expect(page).toHaveURL(/hours=24/);
  await page.getByRole("tab", { name: "Types" }).click();
  await page.getByRole("row").filter({ hasText: "telemetry/main" }).press("Enter");
  await expect(page.getByRole("region", { name: "By minute" })).toContainText("telemetry/main");
});
