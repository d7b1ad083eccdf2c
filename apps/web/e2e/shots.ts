import type { Page } from "@playwright/test";
import { runDemoQuery } from "./first-visit.ts";
import { PAGES } from "./pages.ts";

/** One picture: its page, and the steps on the page before the picture is taken. */
export interface Shot {
  readonly name: string;
  readonly path: string;
  /** True for a picture that is taken without signing in. */
  readonly anonymous?: boolean;
  readonly prepare?: (page: Page) => Promise<void>;
}

const DAILY = `SELECT submission_date, normalized_channel, count(DISTINCT client_id) AS clients
FROM telemetry.main
GROUP BY ALL
ORDER BY ALL`;
const sqlPath = (sql: string) => `/sql?sql=${encodeURIComponent(sql)}`;

async function execute(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Execute" }).click();
  const status = page.getByRole("status", { name: "Query status" });
  await status.filter({ hasText: /finished|failed/ }).waitFor();
}

async function openTab(page: Page, name: string): Promise<void> {
  await execute(page);
  await page.getByRole("tab", { name }).click();
}

async function press(page: Page, key: string): Promise<void> {
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.keyboard.press(key);
  await page.getByRole("dialog").waitFor();
}

/** The four pictures of the documents. */
export const DOCUMENT_SHOTS: readonly (Shot & { readonly scheme: "light" | "dark" })[] = [
  { name: "sql", path: "/sql", scheme: "light", prepare: runDemoQuery },
  { name: "sql", path: "/sql", scheme: "dark", prepare: runDemoQuery },
  { name: "home", path: "/", scheme: "light" },
  { name: "pipeline", path: "/pipeline", scheme: "light" },
];

const nameOf = (path: string) => path.replace(/\W+/g, "-").replace(/^-|-$/g, "") || "home";

/** All pages, and their states that a path alone does not show. */
export const ALL_SHOTS: readonly Shot[] = [
  ...PAGES.map(([path]) => ({ name: nameOf(path), path })),
  { name: "sign-in", path: "/sign-in", anonymous: true },
  { name: "not-found", path: "/no-such-page" },
  { name: "sql-new", path: "/sql" },
  { name: "sql-rows", path: sqlPath(DAILY), prepare: execute },
  { name: "sql-chart", path: sqlPath(DAILY), prepare: (page) => openTab(page, "Chart") },
  { name: "sql-profile", path: sqlPath(DAILY), prepare: (page) => openTab(page, "Profile") },
  { name: "sql-history", path: sqlPath(DAILY), prepare: (page) => openTab(page, "History") },
  { name: "sql-error", path: sqlPath("SELECT minut FROM pipeline.accounting"), prepare: execute },
  {
    name: "sql-open",
    path: "/sql",
    prepare: (page) => page.getByRole("button", { name: "Open a saved query" }).click(),
  },
  { name: "palette", path: "/", prepare: (page) => press(page, "Control+k") },
  { name: "keys", path: "/", prepare: (page) => press(page, "?") },
];
