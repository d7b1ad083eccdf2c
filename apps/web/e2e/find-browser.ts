import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * How to launch a browser on this machine: the system's own, else Playwright's, else the one inside
 * an npm package.
 */
export async function findBrowser(): Promise<{ executablePath: string; args: string[] }> {
  const args = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  const found = [...PLACES, chromium.executablePath()].find((path) => existsSync(path));
  if (found !== undefined) return { executablePath: found, args };
  const { default: packed } = await import("@sparticuz/chromium");
  return { executablePath: await packed.executablePath(), args: [...packed.args, ...args] };
}
