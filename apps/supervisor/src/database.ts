import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { explainDatabaseFailure, migrate, retryWhileAway } from "@headwater/db";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@headwater/db/embedded";
import type { Config, Logger } from "@headwater/runtime";
import { isDiskFull } from "./home.ts";
import { tryReplaceFile } from "./replace-file.ts";
import { failuresAfter, restartDelayMs } from "./restart-delay.ts";

const STOP_MS = 5000;

/** The database server can't be used; the message says why in one line. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
}

export interface MetadataDatabase {
  readonly url: string;
  /** The text of the status block about the database. */
  readonly description: string;
  /** Resolves when its process has ended, at the latest after `leftMs` milliseconds. */
  stop(leftMs: number): Promise<void>;
}

interface DatabaseOptions {
  readonly config: Config;
  readonly logger: Logger;
  /** Ends the opening and all later restarts. */
  readonly signal: AbortSignal;
  /** The server ended or did not start; the next start follows after the delay. */
  readonly onEnded: (reason: string, delayMs: number) => void;
  readonly onStarted: (pid: number) => void;
}

/**
 * Opens the metadata database and migrates it: the server of DATABASE_URL, or the embedded server,
 * which is started again whenever it ends.
 */
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
  const keeper = new ServerKeeper(options);
  try {
    const { url } = await keeper.first.catch((cause: Error) => {
      throw new DatabaseError(cause.message, { cause });
    });
    await retryWhileAway(() => migrate(url), { signal: options.signal });
    return {
      url,
      description: "PostgreSQL 18, embedded",
      stop: (leftMs) => keeper.stop(leftMs),
    };
  } catch (error) {
    await keeper.stop(STOP_MS);
    throw error;
  }
}

/**
 * Keeps the embedded server running: after each end and each failed restart the keeper starts it
 * again with a delay, without a limit, and never two servers at once. An error of the first start
 * is thrown, because only a person can mend its cause. A full disk is the exception: it is waited
 * for.
 */
class ServerKeeper {
  /** The first server that ran. */
  readonly first: Promise<EmbeddedPostgres>;
  readonly #options: DatabaseOptions;
  readonly #stopping: AbortSignal;
  readonly #stop = new AbortController();
  readonly #kept: Promise<void>;
  #server: EmbeddedPostgres | null = null;
  #port: number | undefined;

  constructor(options: DatabaseOptions) {
    this.#options = options;
    this.#stopping = AbortSignal.any([options.signal, this.#stop.signal]);
    const { promise, resolve, reject } = Promise.withResolvers<EmbeddedPostgres>();
    this.first = promise;
    this.#kept = this.#keep(resolve).catch(reject);
  }

  /** Ends the server, or the start that is in progress, without another restart. */
  async stop(leftMs: number): Promise<void> {
    this.#stop.abort();
    await this.#server?.stop(leftMs);
    await this.#kept;
  }

  async #keep(onRunning: (server: EmbeddedPostgres) => void): Promise<void> {
    let failures = 0;
    while (!this.#stopping.aborted) {
      const startedAt = Date.now();
      const reason = await this.#runOnce(onRunning);
      if (this.#stopping.aborted) break;
      failures = failuresAfter(failures, this.#server === null ? 0 : Date.now() - startedAt);
      const delayMs = restartDelayMs(failures);
      this.#options.onEnded(reason, delayMs);
      await sleep(delayMs, undefined, { signal: this.#stopping }).catch(() => undefined);
    }
    this.#stopping.throwIfAborted();
  }

  /** Runs the server until it ends; returns why it ended or did not start. */
  async #runOnce(onRunning: (server: EmbeddedPostgres) => void): Promise<string> {
    this.#server = null;
    try {
      const server = await this.#start();
      this.#server = server;
      this.#port = server.port;
      this.#options.onStarted(server.pid);
      onRunning(server);
      if (this.#stopping.aborted) await server.stop(STOP_MS);
      await server.exited;
      return "it ended";
    } catch (error) {
      if (isDiskFull(error)) return "the disk is full";
      const isFirst = this.#port === undefined;
      if (isFirst || this.#stopping.aborted) throw error;
      this.#options.logger.error({ err: error }, "the database does not start");
      return (error as Error).message.split("\n", 1)[0] ?? "it does not start";
    }
  }

  async #start(): Promise<EmbeddedPostgres> {
    const { config, logger } = this.#options;
    const portFile = join(config.paths.run, "postgres.port");
    const server = await startEmbeddedPostgres({
      dataDir: config.paths.postgres,
      passwordFile: join(config.paths.secrets, "postgres"),
      // The roles know the port of the first server, so later servers use the same port.
      ...(this.#port === undefined ? { preferredPort: readPort(portFile) } : { port: this.#port }),
      signal: this.#stopping,
      onLog: (line) => logger.info({ from: "postgres" }, line),
    });
    // The next start and tests read this file; without the file the next start takes another port.
    tryReplaceFile(portFile, String(server.port));
    return server;
  }
}

function readPort(file: string): number {
  try {
    return Number.parseInt(readFileSync(file, "utf8"), 10) || 0;
  } catch {
    return 0;
  }
}
