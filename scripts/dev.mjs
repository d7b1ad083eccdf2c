// `npm run dev`, beside a running `npm start`: a portal that reloads with each change, and the pipeline's processes started
// again when their sources change.
import { spawn } from "node:child_process";
import { readFileSync, watch } from "node:fs";
import { join, resolve } from "node:path";
import { runningServerUrl } from "../packages/db/src/embedded/index.ts";
import { PIPELINE_ROLES } from "../packages/runtime/src/roles/index.ts";
import { ROOT } from "./install.mjs";

const ROLES = PIPELINE_ROLES.map(({ name }) => name);
/** Editors write a file in several steps, and people save several files at once. */
const SETTLE_MS = 300;

// A closed output (`npm run dev | head`) loses what is printed, and nothing else.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

const home = resolve(process.env.HEADWATER_HOME ?? ".headwater");
const port = process.env.HEADWATER_DEV_PORT ?? "3001";
const databaseUrl =
  process.env.DATABASE_URL ??
  runningServerUrl({
    dataDir: join(home, "postgres"),
    passwordFile: join(home, "secrets/postgres"),
  });

if (databaseUrl === null) {
  process.stderr.write(`No Headwater runs on ${home}: npm start first, or set HEADWATER_HOME.\n`);
  process.exit(1);
}

const next = spawn(
  process.execPath,
  [join(ROOT, "node_modules/next/dist/bin/next"), "dev", "-H", "127.0.0.1", "-p", port],
  {
    cwd: join(ROOT, "apps/web"),
    stdio: "inherit",
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      HEADWATER_HOME: home,
      HEADWATER_PORT: port,
      HEADWATER_ROLES: "portal",
      NEXT_TELEMETRY_DISABLED: "1",
    },
  },
);
next.once("exit", (code) => process.exit(code ?? 0));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => next.kill(signal));

const changed = new Set();
let timer;

/** None while no Headwater runs. */
function readChildren() {
  try {
    return JSON.parse(readFileSync(join(home, "run/children.json"), "utf8"));
  } catch {
    return {};
  }
}

/** The supervisor starts a role that ends again, with the sources as they are then. */
function restart() {
  const children = readChildren();
  for (const role of changed) {
    const pid = children[role]?.pid;
    if (pid === undefined) continue;
    process.stdout.write(`${role} starts again\n`);
    try {
      process.kill(pid, "SIGTERM");
    } catch {
      // It ended meanwhile; the supervisor has noticed.
    }
  }
  changed.clear();
}

function note(roles) {
  for (const role of roles) changed.add(role);
  clearTimeout(timer);
  timer = setTimeout(restart, SETTLE_MS);
}

const isSource = (file) => /\.(ts|json|sql)$/.test(file ?? "") && !/\.test\.ts$/.test(file);

watch(join(ROOT, "apps/pipeline/src"), { recursive: true }, (_event, file) => {
  const [folder = ""] = (file ?? "").split("/");
  if (isSource(file)) note(ROLES.includes(folder) ? [folder] : ROLES);
});
watch(join(ROOT, "packages"), { recursive: true }, (_event, file) => {
  if (isSource(file) && !file.includes("generated/")) note(ROLES);
});
