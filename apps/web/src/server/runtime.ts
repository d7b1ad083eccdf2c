import { type Database, openDatabase } from "@headwater/db";
import { openQueryClient, type QueryClient } from "@headwater/query/client";
import { type Config, type Logger, loadConfig, openLogger, socketPath } from "@headwater/runtime";

/** What the portal's process holds open. */
export interface Runtime {
  readonly config: Config;
  readonly database: Database;
  readonly query: QueryClient;
  readonly logger: Logger;
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
    database: openDatabase(config.databaseUrl),
    query: openQueryClient(socketPath(config.paths.run, "query")),
    logger: openLogger("portal", config.logLevel),
  };
}
