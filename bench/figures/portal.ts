import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { firstChart, scriptBytes, signIn, withBrowser } from "../../apps/web/e2e/first-visit.ts";
import { startStack as startHere } from "../../scripts/stack.mjs";
import type { Figure, Row } from "../figure.ts";

const ROOT = join(import.meta.dirname, "../..");
const FRESH_BAR_S = 180;
const WARM_BAR_S = 15;
const SCRIPT_BAR_KB = 300;

type StartStack = typeof startHere;

/** Measures how long a newcomer waits, and how much script the browser loads. */
export const figure: Figure = {
  name: "portal",
  title: "Portal: fresh clone to first chart, warm start, scripts",
  async run() {
    const place = mkdtempSync(join(tmpdir(), "headwater-bench-portal-"));
    try {
      return [await fresh(place), ...(await warm(place))];
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  },
};

/** Clone, `npm start` with an empty package cache, sign in, first chart. */
async function fresh(place: string): Promise<Row> {
  const clone = join(place, "clone");
  const from = performance.now();
  execFileSync("git", ["clone", "--quiet", ROOT, clone]);
  const script = pathToFileURL(join(clone, "scripts/stack.mjs")).href;
  const { startStack } = (await import(script)) as { startStack: StartStack };
  const env = { npm_config_cache: join(place, "npm-cache") };
  const stack = await startStack({ home: join(place, "fresh-home"), demo: "on", env });
  const ready = seconds(from);
  try {
    await withBrowser(async (browser) => {
      const page = await browser.newPage();
      await signIn(page, stack.signInUrl ?? "");
      await firstChart(page, stack.url);
    });
  } finally {
    await stack.stop();
  }
  const total = seconds(from);
  return {
    figure: "fresh clone to first chart",
    ours: `${total.toFixed(0)} s`,
    floor: `ready after ${ready.toFixed(0)} s`,
    ratio: "",
    bar: `<= ${FRESH_BAR_S} s`,
    met: total <= FRESH_BAR_S,
  };
}

/** Measures the second start of the same home until the Home page is usable. */
async function warm(place: string): Promise<Row[]> {
  const home = join(place, "home");
  const first = await startHere({ home, demo: "on" });
  const state = join(place, "signed-in.json");
  await withBrowser(async (browser) => {
    const page = await browser.newPage();
    await signIn(page, first.signInUrl ?? "");
    await page.context().storageState({ path: state });
  });
  await first.stop();
  const port = new URL(first.url).port;
  const from = performance.now();
  const stack = await startHere({ home, demo: "on", env: { HEADWATER_PORT: port } });
  try {
    return await withBrowser(async (browser) => {
      const context = await browser.newContext({ storageState: state });
      const page = await context.newPage();
      await page.goto(stack.url);
      await page.getByRole("heading", { name: "Home", level: 1 }).waitFor();
      const usable = seconds(from);
      // A new context, because scripts from the cache would not be counted.
      const newcomer = await browser.newContext({ storageState: state });
      const kilobytes = (await scriptBytes(await newcomer.newPage(), stack.url)) / 1024;
      return [
        {
          figure: "`npm start`, warm, to Home in a browser",
          ours: `${usable.toFixed(1)} s`,
          floor: "",
          ratio: "",
          bar: `<= ${WARM_BAR_S} s`,
          met: usable <= WARM_BAR_S,
        },
        {
          figure: "scripts of Home, compressed",
          ours: `${kilobytes.toFixed(0)} KB`,
          floor: "",
          ratio: "",
          bar: `<= ${SCRIPT_BAR_KB} KB`,
          met: kilobytes <= SCRIPT_BAR_KB,
        },
      ];
    });
  } finally {
    await stack.stop();
  }
}

const seconds = (from: number): number => (performance.now() - from) / 1000;
