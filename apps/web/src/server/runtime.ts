// The build fails where this comes into a page by any way: direct imports alone are checked elsewhere.
import "server-only";
import { type Database, openDatabase } from "@headwater/db";
import { openQueryClient, type QueryClient } from "@headwater/query/client";
import {
  type Config,
  type Logger,
  loadConfig,
  openLogger,
  socketPath,
  systemClock,
} from "@headwater/runtime";
import { type BodyBudget, openBodyBudget } from "./body-budget.ts";
import { openTurns, type Turns } from "./turns.ts";

/** How many passwords are hashed at a time, and how many may wait: four threads do all of a process's such work. */
export const HASH_TURNS = {
  atOnce: 2,
  waiting: 50,
  refusal: "Too many passwords are being checked at this moment. Try again in a few seconds.",
} as const;

/** What takes so long that the process has room for a few of it only, whoever asks. */
export function openPortalTurns() {
  return {
    /** In which passwords are hashed. */
    hash: openTurns(HASH_TURNS),
    /** In which schemas are registered: each is compiled where all requests are answered. */
    imports: openTurns({
      atOnce: 1,
      waiting: 4,
      refusal: "Other schemas are being imported at this moment. Try again when they are.",
    }),
    /** In which the lake is verified: every file of it is read. */
    verify: openTurns({
      atOnce: 1,
      waiting: 0,
      refusal: "A check of the lake is running. Try again when it has ended.",
    }),
  };
}

/** Bytes of bodies that one person may send: a long statement every fifth of a second, some more at once. */
export const BODIES = { bytesPerSecond: 1_000_000, burstBytes: 4_000_000, mostWaiting: 40 };

/** What the portal's process holds open. */
export interface Runtime {
  readonly config: Config;
  readonly database: Database;
  /** A connection for the question whether the database answers: it must not wait behind what people ask. */
  readonly healthDatabase: Database;
  readonly query: QueryClient;
  readonly logger: Logger;
  // The next two are held here, since the bundler gives each route its own copy of a module.
  /** Bytes that each person may still send. */
  readonly bodies: BodyBudget;
  /** Queues for what takes so long that a few of it run at a time. */
  readonly turns: Readonly<Record<"hash" | "imports" | "verify", Turns>>;
}

// The development server loads this module anew on each change: the open connections must outlive it.
const held = globalThis as typeof globalThis & { headwaterRuntime?: Runtime };

/** The composition root of the portal, opened on first use. */
export function runtime(): Runtime {
  held.headwaterRuntime ??= open();
  return held.headwaterRuntime;
}

function open(): Runtime {
  const config = loadConfig(process.env);
  if (config.databaseUrl === undefined)
    throw new Error("DATABASE_URL is not set; `npm start` sets it.");
  return {
    config,
    database: openDatabase(config.databaseUrl, { now: systemClock.now }),
    healthDatabase: openDatabase(config.databaseUrl, { maxConnections: 1 }),
    query: openQueryClient(socketPath(config.paths.run, "query")),
    logger: openLogger("portal", config.logLevel),
    bodies: openBodyBudget(BODIES),
    turns: openPortalTurns(),
  };
}
