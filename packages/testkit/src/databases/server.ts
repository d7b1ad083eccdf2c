import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate } from "@headwater/db";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@headwater/db/embedded";
import { Client } from "pg";

const MIGRATED = "migrated";
// The databases are removed at the end of the run, so no statement needs to wait for the disk.
const NOT_DURABLE = ["fsync", "synchronous_commit", "full_page_writes"];

/**
 * One PostgreSQL server for a whole test run, with a migrated database as the template of the
 * others.
 */
export interface DatabaseServer {
  /** Makes a database for a test file and resolves with its address. */
  create(kind: "migrated" | "empty"): Promise<string>;
  /** Removes a database by its address and ends its connections. */
  remove(url: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the server in a temporary folder. */
export async function startDatabaseServer(): Promise<DatabaseServer> {
  const home = mkdtempSync(join(tmpdir(), "headwater-databases-"));
  const postgres = await startEmbeddedPostgres({
    dataDir: join(home, "data"),
    passwordFile: join(home, "password"),
  });
  const admin = new Client({ connectionString: postgres.url });
  await admin.connect();
  for (const setting of NOT_DURABLE) await admin.query(`ALTER SYSTEM SET ${setting} = off`);
  await admin.query("SELECT pg_reload_conf()");
  await admin.query(`CREATE DATABASE ${MIGRATED}`);
  await migrate(addressOf(postgres, MIGRATED));
  let made = 0;
  return {
    async create(kind) {
      made += 1;
      const name = `test_${made}`;
      const template = kind === "migrated" ? MIGRATED : "template1";
      await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
      return addressOf(postgres, name);
    },
    async remove(url) {
      const name = new URL(url).pathname.slice(1);
      await admin.query(`DROP DATABASE IF EXISTS ${admin.escapeIdentifier(name)} WITH (FORCE)`);
    },
    async stop() {
      await admin.end();
      await postgres.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function addressOf(postgres: EmbeddedPostgres, database: string): string {
  const url = new URL(postgres.url);
  url.pathname = `/${database}`;
  return url.href;
}
