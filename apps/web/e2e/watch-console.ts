import type { Page } from "@playwright/test";

/** Collects what the browser's console complains of from now on. */
export function watchConsole(page: Page): () => string[] {
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  return () => problems;
}
