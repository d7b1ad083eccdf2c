// `npm run dev`, beside a running `npm start`: starts a portal that reloads after each change, and
// restarts the pipeline's processes when their sources change.
import { spawn } from "node:child_process";
import { readFileSync, watch } from "node:fs";
import { join, resolve } from "node:path";
import { runningServerUrl } from "../packages/db/src/embedded/index.ts";
import { PIPELINE_ROLES } from "../packages/runtime/src/roles/index.ts";
import { ROOT } from "./install.mjs";

const ROLES = PIPELINE_ROLES.map(({ name }) => name);
/**
 * Time to wait after a change, because editors write a file in several steps, and people save
 * several files at once.
 */
const SETTLE_MS = 300;

// If an output is closed (`npm run dev | head`), printed text is lost, but the process goes on.
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
  process.stderr.write(
    `No Headwater runs on ${home}. Run npm start first, or set HEADWATER_HOME to the home of a running one.\n`,
  );
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

/** The running child processes by role; an empty object if no Headwater runs. */
function readChildren() {
  try {
    return JSON.parse(readFileSync(join(home, "run/children.json"), "utf8"));
  } catch {
    return {};
  }
}

/**
 * Ends the processes of the changed roles; the supervisor starts each again with its new sources.
 */
function restart() {
  const children = readChildren();
  for (const role of changed) {
    const pid = children[role]?.pid;
    if (pid === undefined) continue;
    process.stdout.write(`restarting ${role}\n`);
    try {
      process.kill(pid, "SIGTERM");
    } catch {
      // The process has ended meanwhile, and the supervisor restarts it.
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
