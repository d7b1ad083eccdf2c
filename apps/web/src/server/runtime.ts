// With this import the build fails if a page imports this module indirectly; other checks see only
// direct imports.
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

/**
 * The most passwords that are hashed at a time, and the most that wait: a process has only four
 * threads for such work.
 */
export const HASH_TURNS = {
  atOnce: 2,
  waiting: 50,
  refusal: "Too many passwords are being checked at this moment. Try again in a few seconds.",
} as const;

/** Opens the queues for work that takes so long that only a few may run at a time. */
export function openPortalTurns() {
  return {
    /** For hashing passwords. */
    hash: openTurns(HASH_TURNS),
    /** For importing schemas, which are compiled in the thread that answers all requests. */
    imports: openTurns({
      atOnce: 1,
      waiting: 4,
      refusal:
        "Other schemas are being imported at this moment. Try again when that import has ended.",
    }),
    /** For verifying the lake, which reads all its files. */
    verify: openTurns({
      atOnce: 1,
      waiting: 0,
      refusal: "A check of the lake is running. Try again when it has ended.",
    }),
  };
}

/**
 * The limits of one person's request bodies: a long statement every fifth of a second, and some
 * more at once.
 */
export const BODIES = { bytesPerSecond: 1_000_000, burstBytes: 4_000_000, mostWaiting: 40 };

/** The open connections and the configuration of the portal's process. */
export interface Runtime {
  readonly config: Config;
  readonly database: Database;
  /** A connection of its own for the health check, which must not wait behind people's requests. */
  readonly healthDatabase: Database;
  readonly query: QueryClient;
  readonly logger: Logger;
  // The next two are part of the runtime, because the bundler gives each route its own copy of a
  // module.
  /** Bytes that each person may still send. */
  readonly bodies: BodyBudget;
  /** Queues for work of which only a few may run at a time. */
  readonly turns: Readonly<Record<"hash" | "imports" | "verify", Turns>>;
}

// The development server reloads this module on each change, and the open connections must survive.
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
