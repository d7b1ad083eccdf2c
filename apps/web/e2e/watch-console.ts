import type { Page } from "@playwright/test";

/** Collects the errors of the browser's console from now on. */
export function watchConsole(page: Page): () => string[] {
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  return () => problems;
}
