import { type Browser, chromium, type Page } from "@playwright/test";
import { findBrowser } from "./find-browser.ts";

const PATIENCE_MS = 180_000;
const DEMO_QUERY = "Active clients by channel";
const DEMO_CHART = "Active clients a day";

/** Opens a browser of this machine for one visit. */
export async function withBrowser<Result>(
  visit: (browser: Browser) => Promise<Result>,
): Promise<Result> {
  const browser = await chromium.launch({ ...(await findBrowser()), chromiumSandbox: false });
  try {
    return await visit(browser);
  } finally {
    await browser.close();
  }
}

/** Follows the one-time link to Home. */
export async function signIn(page: Page, link: string): Promise<void> {
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Home", level: 1 }).waitFor();
}

/** Opens the SQL page and draws a first chart. */
export async function firstChart(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/sql`);
  await runDemoQuery(page);
}

/** Opens a query of the demo, runs it and waits for its chart, as a newcomer does. */
export async function runDemoQuery(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Open a saved query" }).click();
  await page.getByRole("list", { name: "Saved queries" }).getByText(DEMO_QUERY).first().click();
  await page.getByRole("button", { name: "Execute" }).click();
  await page.getByRole("tab", { name: DEMO_CHART }).click();
  await page.getByRole("figure", { name: DEMO_CHART }).waitFor();
}

/** The transferred bytes of all scripts that a page loads by itself. */
export async function scriptBytes(page: Page, url: string): Promise<number> {
  const network = await page.context().newCDPSession(page);
  await network.send("Network.enable");
  const scripts = new Set<string>();
  let bytes = 0;
  network.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.add(requestId);
  });
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await page.goto(url, { waitUntil: "networkidle" });
  if (bytes === 0)
    throw new Error(`${url} loaded no script over the network: the measurement is broken`);
  return bytes;
}
