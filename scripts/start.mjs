// `npm start`: plain JavaScript that runs on the Node of any machine. Installs missing parts, then
// starts the supervisor on Node 24.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { endRunning, ensureBuilt, ensureInstalled, NODE, ROOT } from "./install.mjs";

const OPTIONS = {
  home: ["HEADWATER_HOME", "folder that keeps all state (default .headwater in the repository)"],
  host: ["HEADWATER_HOST", "address to listen on (default 127.0.0.1)"],
  port: ["HEADWATER_PORT", "port of the portal (default 3000)"],
  "edge-port": ["HEADWATER_EDGE_PORT", "port of the edge, where pings are posted (default 8080)"],
  demo: ["HEADWATER_DEMO", "on or off: a simulated fleet that sends pings (default on)"],
};

const USAGE = `Usage: npm start -- [options]

${Object.entries(OPTIONS)
  .map(([name, [variable, text]]) => `  --${name.padEnd(10)} ${text}; also ${variable}`)
  .join("\n")}
`;

function readOptions() {
  const options = Object.fromEntries(
    Object.keys(OPTIONS).map((name) => [name, { type: "string" }]),
  );
  const { values } = parseArgs({ options: { ...options, help: { type: "boolean" } } });
  if (values.help) {
    process.stdout.write(USAGE);
    process.exit(0);
  }
  return Object.fromEntries(
    Object.entries(OPTIONS)
      .filter(([name]) => values[name] !== undefined)
      .map(([name, [variable]]) => [variable, values[name]]),
  );
}

function startSupervisor(env) {
  const supervisor = join(ROOT, "apps/supervisor/src/main.ts");
  // The arguments name the settings that were given as options, so that a message can name
  // `--port`.
  const child = spawn(NODE, [supervisor, ...Object.keys(env)], {
    cwd: ROOT,
    env: { ...process.env, PATH: `${join(ROOT, "node_modules/.bin")}:${process.env.PATH}`, ...env },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    // A separate process group: Ctrl+C reaches only this script, which passes the signal on once.
    detached: true,
  });
  child.once("error", fail);
  child.once("exit", (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)));
  return (signal) => child.kill(signal === "SIGHUP" ? "SIGTERM" : signal);
}

function fail(error) {
  const full = error?.code === "ENOSPC" || error?.code === "EDQUOT";
  const text = full
    ? `The disk that holds ${error.path ?? ROOT} is full. Free some space on it, then start Headwater again.`
    : `${error instanceof Error ? error.message : error}`;
  process.stderr.write(`${text}\n`);
  if (error?.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") process.stderr.write(`\n${USAGE}`);
  process.exit(1);
}

// If an output is closed (`npm start | head -1`, a wrapper that died), printed text is lost, but
// the process goes on.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

// Before the supervisor runs, a signal ends the running installation or build.
let pass = (signal) => {
  endRunning(signal);
  process.exit(1);
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => pass(signal));

try {
  const env = readOptions();
  await ensureInstalled();
  await ensureBuilt();
  pass = startSupervisor(env);
} catch (error) {
  fail(error);
}
