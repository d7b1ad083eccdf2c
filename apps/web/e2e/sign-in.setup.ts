import { expect, test } from "@playwright/test";
import { SIGNED_IN } from "./signed-in.ts";
import { watchConsole } from "./watch-console.ts";

test("the first admin signs in by the one-time link, which then no longer works", async ({
  page,
  browser,
}) => {
  const link = process.env["HEADWATER_E2E_SIGN_IN_URL"];
  if (link === undefined)
    throw new Error("HEADWATER_E2E_SIGN_IN_URL is not set: run the journeys by `npm test`.");
  const problems = watchConsole(page);
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Home", level: 1 })).toBeVisible();
  await page.context().storageState({ path: SIGNED_IN });
  expect(problems()).toEqual([]);

  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(link);
  await stranger.getByRole("button", { name: "Sign in" }).click();
  await expect(
    stranger.getByRole("alert").filter({ hasText: "used already or has expired" }),
  ).toBeVisible();
  await stranger.goto("/");
  await expect(stranger.getByRole("heading", { name: "Sign in to Headwater" })).toBeVisible();
});
