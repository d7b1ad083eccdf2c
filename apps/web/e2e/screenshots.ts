import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Browser, BrowserContextOptions } from "@playwright/test";
import { startStack } from "../../../scripts/stack.mjs";
import { signIn, withBrowser } from "./first-visit.ts";
import { ALL_SHOTS, DOCUMENT_SHOTS, type Shot } from "./shots.ts";

// `npm run screenshots` writes the pictures of the documents. With `-- --all DIR` every page goes
// to DIR, on a screen and on a phone, light and dark, with the demo and with nothing; `--only NAME`
// takes some of them, `--url` and `--link` photograph a Headwater that runs already.
const { values } = parseArgs({
  options: {
    all: { type: "string" },
    only: { type: "string" },
    url: { type: "string" },
    link: { type: "string" },
  },
});
const DOCUMENTS = resolve(import.meta.dirname, "../../../docs/screenshots");
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
// At that time the demo's history is complete, and a few live minutes can be charted.
const HISTORY_MS = 180_000;
const SETTLE_MS = 800;

interface Place {
  readonly url: string;
  readonly link: string | null;
}

interface Picture {
  readonly shot: Shot;
  readonly file: string;
  readonly options: BrowserContextOptions;
}

async function take(browser: Browser, { url }: Place, { shot, file, options }: Picture) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  try {
    await page.goto(`${url}${shot.path}`);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await shot.prepare?.(page);
    await sleep(SETTLE_MS);
    await page.screenshot({ path: file });
  } catch (error) {
    console.error(`${file}: ${(error as Error).message}`);
    process.exitCode = 1;
  } finally {
    await context.close();
  }
}

/** Takes pictures as the first admin, who signs in by the one-time link. */
async function photograph(place: Place, pictures: (state: SignedIn) => readonly Picture[]) {
  await withBrowser(async (browser) => {
    const context = await browser.newContext();
    await signIn(await context.newPage(), place.link ?? "");
    const state = await context.storageState();
    await context.close();
    for (const picture of pictures(state)) await take(browser, place, picture);
  });
}

type SignedIn = Exclude<BrowserContextOptions["storageState"], undefined>;

const documents = (state: SignedIn): Picture[] =>
  DOCUMENT_SHOTS.map(({ scheme, ...shot }) => ({
    shot,
    file: join(DOCUMENTS, `${shot.name}-${scheme}.png`),
    options: { storageState: state, viewport: DESK, colorScheme: scheme },
  }));

const everything = (folder: string) => (state: SignedIn) =>
  ALL_SHOTS.filter(({ name }) => values.only === undefined || name.includes(values.only)).flatMap(
    (shot) =>
      [DESK, PHONE].flatMap((viewport) =>
        (["light", "dark"] as const).map((scheme) => ({
          shot,
          file: join(folder, `${shot.name}-${viewport.width}-${scheme}.png`),
          options: {
            viewport,
            colorScheme: scheme,
            ...(shot.anonymous === true ? {} : { storageState: state }),
          },
        })),
      ),
  );

async function withStack(demo: "on" | "off", work: (place: Place) => Promise<void>) {
  const stack = await startStack({ demo });
  try {
    if (demo === "on") await sleep(HISTORY_MS);
    await work({ url: stack.url, link: stack.signInUrl });
  } finally {
    await stack.stop();
    stack.remove();
  }
}

const { all, url, link } = values;
mkdirSync(all ?? DOCUMENTS, { recursive: true });
if (url !== undefined && link !== undefined)
  await photograph({ url, link }, all === undefined ? documents : everything(all));
else if (all === undefined) await withStack("on", (place) => photograph(place, documents));
else
  for (const [demo, folder] of [
    ["on", "full"],
    ["off", "empty"],
  ] as const)
    await withStack(demo, (place) => photograph(place, everything(join(all, folder))));
