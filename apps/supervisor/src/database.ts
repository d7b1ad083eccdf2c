import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { explainDatabaseFailure, migrate } from "@headwater/db";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@headwater/db/embedded";
import type { Config, Logger } from "@headwater/runtime";
import { failuresAfter, restartDelayMs } from "./restart-delay.ts";

/** The server of DATABASE_URL can't be used; the message is one line that says why. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
}

export interface MetadataDatabase {
  readonly url: string;
  /** What the status block says of it. */
  readonly description: string;
  stop(): Promise<void>;
}

interface DatabaseOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly onEnded: (delayMs: number) => void;
  readonly onStarted: (pid: number) => void;
}

/** Opens the metadata database, migrated: the server of DATABASE_URL, or the embedded one, which is started again whenever it ends. */
export async function openMetadataDatabase(options: DatabaseOptions): Promise<MetadataDatabase> {
  const { databaseUrl } = options.config;
  if (databaseUrl === undefined) return openEmbedded(options);
  await migrate(databaseUrl).catch((cause: unknown) => {
    throw new DatabaseError(
      `DATABASE_URL can't be used: ${explainDatabaseFailure(databaseUrl, cause)}.`,
      { cause },
    );
  });
  return {
    url: databaseUrl,
    description: "PostgreSQL of DATABASE_URL",
    stop: async () => undefined,
  };
}

async function openEmbedded(options: DatabaseOptions): Promise<MetadataDatabase> {
  let server = await start(options);
  let stopping = false;
  const watch = async (): Promise<void> => {
    let failures = 0;
    for (;;) {
      const startedAt = Date.now();
      await server.exited;
      if (stopping) return;
      failures = failuresAfter(failures, Date.now() - startedAt);
      const delayMs = restartDelayMs(failures);
      options.onEnded(delayMs);
      await sleep(delayMs);
      if (stopping) return;
      server = await start(options);
    }
  };
  await migrate(server.url);
  const watching = watch();
  return {
    url: server.url,
    description: "PostgreSQL 18, embedded",
    async stop() {
      stopping = true;
      await server.stop();
      await watching;
    },
  };
}

async function start({ config, logger, onStarted }: DatabaseOptions): Promise<EmbeddedPostgres> {
  const portFile = join(config.paths.run, "postgres.port");
  const server = await startEmbeddedPostgres({
    dataDir: config.paths.postgres,
    passwordFile: join(config.paths.secrets, "postgres"),
    preferredPort: readPort(portFile),
    onLog: (line) => logger.info({ from: "postgres" }, line),
  });
  writeFileSync(`${portFile}.new`, String(server.port));
  renameSync(`${portFile}.new`, portFile);
  onStarted(server.pid);
  return server;
}

function readPort(file: string): number {
  try {
    return Number.parseInt(readFileSync(file, "utf8"), 10) || 0;
  } catch {
    return 0;
  }
}
