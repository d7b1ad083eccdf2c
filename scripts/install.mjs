// Plain JavaScript that runs on the Node of any machine. Brings node_modules, the Prisma client and
// the portal's build up to date, each only if its inputs have changed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
export const NODE = join(ROOT, "node_modules/node/bin/node");
const WORKSPACES = ["apps", "packages"];
// Files that the build and the checks write themselves are no inputs; otherwise the next start
// would build again.
const SKIPPED = new Set([
  ...["node_modules", ".next", "generated", "e2e", "test", "test-results"],
  ...["next-env.d.ts", "tsconfig.tsbuildinfo"],
]);

/** Installs packages and generates the Prisma client, if necessary. */
export async function ensureInstalled(say = console.log) {
  await step("node_modules/.headwater-installed", manifestFiles(), async () => {
    say("Installing packages (a minute or more the first time) …");
    await withProgress(say, async () => {
      await run(npm(), ["install", "--no-audit", "--no-fund", "--loglevel=error"]);
      await ensureNode();
    });
  });
  await step("packages/db/src/generated/.stamp", filesBelow("prisma"), async () => {
    say("Generating the database client …");
    await generateClient();
  });
}

/** Builds the portal if its sources or packages have changed since the last build. */
export async function ensureBuilt(say = console.log) {
  const inputs = [
    ...manifestFiles(),
    ...filesBelow("apps/web"),
    ...filesBelow("packages"),
    ...filesBelow("prisma"),
  ];
  await step("apps/web/.next/.headwater-built", inputs, async () => {
    say("Building the portal (a minute or more the first time) …");
    const next = join(ROOT, "node_modules/next/dist/bin/next");
    await withProgress(say, () =>
      run(NODE, [next, "build"], { cwd: join(ROOT, "apps/web"), quiet: true }),
    );
  });
}

/**
 * Generates the Prisma client. Prisma wants to download an engine that generating never uses, so
 * the path of any executable prevents the download.
 */
export async function generateClient() {
  const prisma = join(ROOT, "node_modules/prisma/build/index.js");
  await run(NODE, [prisma, "generate"], {
    quiet: true,
    env: { PRISMA_SCHEMA_ENGINE_BINARY: NODE },
  });
}

// Some npm versions do not run install scripts, so that the `node` package has no binary. Its own
// script then adds the binary.
async function ensureNode() {
  if (existsSync(NODE)) return;
  const script = join(ROOT, "node_modules/node/installArchSpecificPackage.js");
  if (existsSync(script)) await run(process.execPath, [script], { cwd: dirname(script) });
  if (!existsSync(NODE))
    throw new Error(
      "The npm package `node` has no binary for this machine. Headwater runs on Linux and macOS with x64 or arm64.",
    );
}

/** Prints a line every half minute during long work, because silence looks like a hang. */
async function withProgress(say, work) {
  const startedAt = Date.now();
  const timer = setInterval(
    () => say(`  still running after ${Math.round((Date.now() - startedAt) / 1000)} s …`),
    30_000,
  );
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
}

async function step(stampFile, inputs, work) {
  const stamp = join(ROOT, stampFile);
  const wanted = digest(inputs);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  rmSync(stamp, { force: true });
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  try {
    writeFileSync(stamp, wanted);
  } catch {
    // On a full disk the work is done but not recorded, so the next start does it again.
    rmSync(stamp, { force: true });
  }
}

function digest(files) {
  const hash = createHash("sha256").update(process.platform + process.arch);
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(join(ROOT, file)));
  return hash.digest("hex");
}

function manifestFiles() {
  const workspaces = WORKSPACES.flatMap((group) =>
    readdirSync(join(ROOT, group)).map((name) => `${group}/${name}/package.json`),
  );
  return ["package.json", "package-lock.json", ...workspaces.sort()].filter((file) =>
    existsSync(join(ROOT, file)),
  );
}

function filesBelow(folder) {
  const entries = readdirSync(join(ROOT, folder), { withFileTypes: true });
  return entries
    .filter((entry) => !SKIPPED.has(entry.name) && !entry.name.includes(".test."))
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
    )
    .sort();
}

function npm() {
  return process.platform === "win32" ? "npm.cmd" : "npm";
}

const running = new Set();

/** Ends the running installation or build. */
export function endRunning(signal) {
  for (const child of running) child.kill(signal);
}

/** Runs a program in the repository; with `quiet` the output is shown only if the program fails. */
export function run(file, args, { cwd = ROOT, env = {}, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const path = `${join(ROOT, "node_modules/.bin")}:${process.env.PATH}`;
    const child = spawn(file, args, {
      cwd,
      env: {
        ...process.env,
        PATH: path,
        NEXT_TELEMETRY_DISABLED: "1",
        TURBO_TELEMETRY_DISABLED: "1",
        ...env,
      },
      stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
    });
    running.add(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (text) => (output += text));
    child.once("error", reject);
    child.once("close", (code) => {
      running.delete(child);
      if (code === 0) return resolve(output);
      reject(new Error(`\`${[file, ...args].join(" ")}\` failed with code ${code}.\n${output}`));
    });
  });
}
