import { PrismaPg } from "@prisma/adapter-pg";
import { Pool } from "pg";
import { PrismaClient } from "./generated/client.ts";

/**
 * An open metadata database: Prisma for records, and the pool for SQL that Prisma can't express.
 */
export interface Database {
  readonly prisma: PrismaClient;
  readonly pool: Pool;
  /** The time that the statements which claim, lease, expire or schedule work with. */
  now(): Date;
  close(): Promise<void>;
}

/** Runs an empty statement; throws if the database does not answer. */
export async function askDatabase({ pool }: Pick<Database, "pool">): Promise<void> {
  await pool.query("SELECT 1");
}

interface DatabaseOptions {
  readonly maxConnections?: number;
  /** The clock of the process; the machine's clock by default. */
  readonly now?: () => Date;
}

/** Opens the metadata database; connections are made on first use. */
export function openDatabase(
  databaseUrl: string,
  { maxConnections = 8, now = () => new Date() }: DatabaseOptions = {},
): Database {
  const pool = new Pool({ connectionString: databaseUrl, max: maxConnections });
  // The end of an idle connection, e.g. at a restart of the server, must not end this process: the
  // next query connects again.
  pool.on("error", () => undefined);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    prisma,
    pool,
    now,
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
