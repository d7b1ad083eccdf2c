import { createServer } from "node:net";
import { openDatabase, retryWhileAway } from "@headwater/db";
import { isDemoRemoved } from "@headwater/db/demo";
import { createFirstSignInLink } from "@headwater/db/people";
import { logFileBytes } from "@headwater/domain/disk";
import {
  type Config,
  ConfigError,
  type Logger,
  loadConfig,
  openLogger,
  redactConfig,
  sendToParent,
  surviveClosedOutput,
  volumeBytes,
  writeOutput,
} from "@headwater/runtime";
import { keepBallast } from "./ballast.ts";
import { type Child, superviseChild } from "./child.ts";
import { type ChildRegister, openChildRegister } from "./child-register.ts";
import { childSpecs } from "./child-specs.ts";
import { DatabaseError, type MetadataDatabase, openMetadataDatabase } from "./database.ts";
import { refuseUnusableAdmin } from "./first-admin.ts";
import { HomeError, lockHome, prepareHome } from "./home.ts";
import { type LogFolder, openLogFolder } from "./log-folder.ts";
import { assertPortFree, PortError } from "./ports.ts";
import { renderStatusBlock } from "./status-block.ts";
import { openStop, type Stop } from "./stop.ts";

const VERSION = "0.1.0";
/** The roles' share of the time that the whole stop may take; the database gets the rest. */
const CHILD_GRACE_MS = 6000;
/** If a child is not ready after this time, its last failure is printed. */
const REPORT_AFTER_MS = 60_000;

async function main(stop: Stop): Promise<void> {
  const config = withPorts(
    loadConfig(process.env, { nameOf: optionOrVariable(process.argv.slice(2)), withFiles: true }),
    await freePorts(),
  );
  prepareHome(config);
  const lock = lockHome(config);
  stop.onStop(() => lock.release());
  const logs = openLogs(config);
  stop.onStop(() => logs.close());
  const register = openChildRegister(config.paths.run);
  await register.endLeftovers();
  await assertPortFree(config.host, config.port, "--port");
  await assertPortFree(config.host, config.edgePort, "--edge-port");
  const logger = openLogger("supervisor", config.logLevel, logs.file("supervisor"));
  logger.info({ settings: redactConfig(config) }, "starting");
  let isReady = false;
  stop.onStop(startBallast(config, () => isReady));
  const database = await startDatabase(config, logger, stop);
  const isWanted = { signal: stop.signal };
  await retryWhileAway(() => refuseUnusableAdmin(config, database), isWanted);
  const children = startChildren(config, database, { logs, register, stop });
  await allReady(children);
  say(await retryWhileAway(() => readyBlock(config, database), isWanted));
  sendToParent({ kind: "ready" });
  isReady = true;
}

function openLogs({ home, paths }: Config): LogFolder {
  return openLogFolder({
    dir: paths.logs,
    maxBytes: logFileBytes(volumeBytes(home)),
    onTrouble: (reason) =>
      say(
        reason === null
          ? `The logs in ${paths.logs} are written again.`
          : `The logs in ${paths.logs} can't be written (${reason}). Headwater tries again until they can.`,
      ),
  });
}

function startBallast({ home, edge }: Config, mayMake: () => boolean): () => void {
  let isFull = false;
  return keepBallast({
    home,
    mayMake,
    reserveBytes: edge.reserveBytes,
    onStep: (step) => {
      if (step === "made" && !isFull) return;
      isFull = step === "given up";
      say(
        isFull
          ? `The disk that holds ${home} is full: free some space on it. Until then pings are refused.`
          : `There is room again on the disk that holds ${home}.`,
      );
    },
  });
}

/**
 * The name by which the user gave a setting, as an option or as a variable. `npm start` lists the
 * variables that came from options in the command line of this process.
 */
function optionOrVariable(byOption: readonly string[]): (variable: string) => string {
  const option = (variable: string) =>
    `--${variable.replace("HEADWATER_", "").toLowerCase().replaceAll("_", "-")}`;
  return (variable) => (byOption.includes(variable) ? option(variable) : variable);
}

/** Starts the database. The stop step is added before the start: a stop may come at any moment. */
async function startDatabase(
  config: Config,
  logger: Logger,
  stop: Stop,
): Promise<MetadataDatabase> {
  stop.signal.throwIfAborted();
  const opening = openMetadataDatabase({
    config,
    logger,
    signal: stop.signal,
    onStarted: (pid) => logger.info({ pid }, "database started"),
    onEnded: (reason, delayMs) => say(restartLine("database", reason, delayMs)),
  });
  stop.onStop(async (leftMs) => (await opening.catch(() => null))?.stop(leftMs));
  return opening;
}

interface ChildSurroundings {
  readonly logs: LogFolder;
  readonly register: ChildRegister;
  readonly stop: Stop;
}

function startChildren(
  config: Config,
  database: MetadataDatabase,
  { logs, register, stop }: ChildSurroundings,
): Child[] {
  stop.signal.throwIfAborted();
  const addresses = { databaseUrl: database.url, port: config.port, edgePort: config.edgePort };
  const onEnded = (name: string, reason: string, delayMs: number) =>
    say(restartLine(name, reason, delayMs));
  const onRefused = (text: string) => {
    say(text);
    void stop.begin(1);
  };
  const ports = { onEnded, onStarted: register.record, onNote: once(say), onRefused };
  const children = childSpecs(config, addresses, process.env).map((spec) =>
    superviseChild(spec, { ...ports, log: logs.file(spec.name) }),
  );
  stop.onStop(
    async (leftMs) =>
      void (await Promise.all(
        children.map((child) => child.stop(Math.min(CHILD_GRACE_MS, leftMs))),
      )),
  );
  return children;
}

/** Prints each text once, however often a restarting process repeats the text. */
function once(print: (text: string) => void): (text: string) => void {
  const printed = new Set<string>();
  return (text) => {
    if (!printed.has(text)) print(text);
    printed.add(text);
  };
}

async function allReady(children: readonly Child[]): Promise<void> {
  const reporting = setInterval(() => {
    for (const child of children) {
      const failure = child.lastFailure();
      if (failure !== null) say(`${child.name} does not start: ${failure}`);
    }
  }, REPORT_AFTER_MS);
  await Promise.all(children.map((child) => child.ready));
  clearInterval(reporting);
}

async function readyBlock(config: Config, database: MetadataDatabase): Promise<string> {
  const { token, demo } = await readFirstSteps(config, database.url);
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

async function readFirstSteps(config: Config, databaseUrl: string) {
  const db = openDatabase(databaseUrl);
  try {
    const token = config.roles.includes("portal") ? await createFirstSignInLink(db) : null;
    return { token, demo: (await isDemoRemoved(db)) ? ("removed" as const) : ("on" as const) };
  } finally {
    await db.close();
  }
}

/** Chooses the ports for settings with port 0, once, because several processes must know them. */
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

function restartLine(name: string, reason: string, delayMs: number): string {
  return `${name} ended (${reason}); it starts again in ${delayMs / 1000} s.`;
}

function say(text: string): void {
  writeOutput(1, `${text}\n`);
}

function printError(error: unknown): void {
  const expected = [ConfigError, HomeError, PortError, DatabaseError].some(
    (kind) => error instanceof kind,
  );
  const { message, stack } = error as Error;
  writeOutput(2, `${expected ? message : String(stack ?? error)}\n`);
}

function run(): void {
  surviveClosedOutput();
  const stop = openStop({
    onBegin: (code) => {
      if (code === 0) say("Stopping …");
    },
    onFailure: printError,
  });
  main(stop).catch((error: unknown) => {
    // An error that a stop caused is no failure.
    if (stop.signal.aborted) return;
    printError(error);
    void stop.begin(1);
  });
}

run();
