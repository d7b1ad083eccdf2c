import { createWriteStream } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createFirstSignInLink, isDemoRemoved, openDatabase } from "@headwater/db";
import {
  type Config,
  ConfigError,
  type Logger,
  loadConfig,
  openLogger,
  redactConfig,
} from "@headwater/runtime";
import { type Child, superviseChild } from "./child.ts";
import { childSpecs } from "./child-specs.ts";
import { DatabaseError, type MetadataDatabase, openMetadataDatabase } from "./database.ts";
import { HomeError, lockHome, prepareHome } from "./home.ts";
import { openChildRegister } from "./leftovers.ts";
import { assertPortFree, PortError } from "./ports.ts";
import { renderStatusBlock } from "./status-block.ts";

const VERSION = "0.1.0";
/** The whole stop takes less than 10 s: children get 6, the database the rest. */
const CHILD_GRACE_MS = 6000;
/** After this long without being ready, what keeps failing is shown. */
const PATIENCE_MS = 60_000;

async function main(): Promise<void> {
  const config = withPorts(
    loadConfig(process.env, { nameOf: optionOrVariable(process.argv.slice(2)), withFiles: true }),
    await freePorts(),
  );
  prepareHome(config);
  const lock = lockHome(config);
  const steps: (() => Promise<void> | void)[] = [() => lock.release()];
  stopOnSignals(steps);
  const register = openChildRegister(config.paths.run);
  await register.endLeftovers();
  await assertPortFree(config.host, config.port, "--port");
  await assertPortFree(config.host, config.edgePort, "--edge-port");
  const logger = openLogger(
    "supervisor",
    config.logLevel,
    createWriteStream(join(config.paths.logs, "supervisor.log"), { flags: "a", mode: 0o600 }),
  );
  logger.info({ settings: redactConfig(config) }, "starting");
  const database = await startDatabase(config, logger);
  steps.push(() => database.stop());
  const children = startChildren(config, database, register.record);
  steps.push(
    async () => void (await Promise.all(children.map((child) => child.stop(CHILD_GRACE_MS)))),
  );
  await allReady(children);
  say(await readyBlock(config, database));
  process.send?.({ kind: "ready" });
}

/** How the user gave a setting: `npm start` names on the command line the variables that came by option. */
function optionOrVariable(byOption: readonly string[]): (variable: string) => string {
  const option = (variable: string) =>
    `--${variable.replace("HEADWATER_", "").toLowerCase().replaceAll("_", "-")}`;
  return (variable) => (byOption.includes(variable) ? option(variable) : variable);
}

function startDatabase(config: Config, logger: Logger): Promise<MetadataDatabase> {
  return openMetadataDatabase({
    config,
    logger,
    onStarted: (pid) => logger.info({ pid }, "database started"),
    onEnded: (delayMs) => say(restartLine("database", "it ended", delayMs)),
  });
}

function startChildren(
  config: Config,
  database: MetadataDatabase,
  record: (name: string, pid: number) => void,
): Child[] {
  const addresses = { databaseUrl: database.url, port: config.port, edgePort: config.edgePort };
  const onEnded = (name: string, reason: string, delayMs: number) =>
    say(restartLine(name, reason, delayMs));
  return childSpecs(config, addresses, process.env).map((spec) =>
    superviseChild(spec, { onEnded, onStarted: record }),
  );
}

async function allReady(children: readonly Child[]): Promise<void> {
  const patience = setInterval(() => {
    for (const child of children) {
      const failure = child.lastFailure();
      if (failure !== null) say(`${child.name} does not start: ${failure}`);
    }
  }, PATIENCE_MS);
  await Promise.all(children.map((child) => child.ready));
  clearInterval(patience);
}

async function readyBlock(config: Config, database: MetadataDatabase): Promise<string> {
  const db = openDatabase(database.url);
  const token = config.roles.includes("portal") ? await createFirstSignInLink(db) : null;
  const demo = (await isDemoRemoved(db)) ? "removed" : "on";
  await db.close();
  const base = `http://${config.host}:${config.port}`;
  return renderStatusBlock({
    version: VERSION,
    home: config.home,
    portalUrl: base,
    edgeUrl: `http://${config.host}:${config.edgePort}`,
    database: database.description,
    demo: config.demo ? demo : "switched off",
    logs: config.paths.logs,
    signInUrl: token === null ? null : `${config.publicUrl}/sign-in/link?token=${token}`,
  });
}

/** Port 0 asks for any free one: it is chosen here, once, since several processes must know it. */
async function freePorts(): Promise<[number, number]> {
  const servers = await Promise.all([listenAnywhere(), listenAnywhere()]);
  const ports = servers.map((server) => (server.address() as { port: number }).port) as [
    number,
    number,
  ];
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listenAnywhere() {
  const server = createServer();
  return new Promise<typeof server>((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve(server)),
  );
}

function withPorts(config: Config, [port, edgePort]: [number, number]): Config {
  if (config.port !== 0) return { ...config, edgePort: config.edgePort || edgePort };
  return {
    ...config,
    port,
    edgePort: config.edgePort || edgePort,
    publicUrl: `http://${config.host}:${port}`,
  };
}

function stopOnSignals(steps: readonly (() => Promise<void> | void)[]): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    say("Stopping …");
    for (const step of [...steps].reverse()) await step();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => void stop());
  process.once("disconnect", () => void stop());
}

function restartLine(name: string, reason: string, delayMs: number): string {
  return `${name} ended (${reason}); it starts again in ${delayMs / 1000} s.`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
  const expected = [ConfigError, HomeError, PortError, DatabaseError].some(
    (kind) => error instanceof kind,
  );
  process.stderr.write(
    `${expected ? (error as Error).message : String((error as Error).stack ?? error)}\n`,
  );
  process.exit(1);
});
