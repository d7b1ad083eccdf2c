import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate } from "@headwater/db";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@headwater/db/embedded";
import type { TestDatabase } from "./client.ts";

/** A migrated database on a separate PostgreSQL server, for tests in which the server dies. */
export interface OwnServer extends TestDatabase {
  /** Sends SIGKILL to the server; resolves when its process has ended. */
  kill(): Promise<void>;
  /** Starts the killed server again at the same address. */
  startAgain(): Promise<void>;
}

/** Starts a server like the product does, with durable writes. */
export async function startOwnServer(): Promise<OwnServer> {
  const home = mkdtempSync(join(tmpdir(), "headwater-own-server-"));
  const start = (preferredPort = 0): Promise<EmbeddedPostgres> =>
    startEmbeddedPostgres({
      dataDir: join(home, "data"),
      passwordFile: join(home, "password"),
      preferredPort,
    });
  let postgres = await start();
  const { url, port } = postgres;
  await migrate(url);
  return {
    url,
    async kill() {
      process.kill(postgres.pid, "SIGKILL");
      await postgres.exited;
    },
    async startAgain() {
      postgres = await start(port);
    },
    async remove() {
      await postgres.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
