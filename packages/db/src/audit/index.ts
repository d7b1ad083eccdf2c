import type { Pool, PoolClient } from "pg";
import type { Database } from "../client.ts";

/** An entry of the audit log: the person, the action, and how it ended. */
export interface AuditEntry {
  /** Null where the action was taken without a person, e.g. by the command line. */
  readonly userId: string | null;
  readonly action: string;
  readonly object?: string;
  readonly outcome?: "done" | "refused";
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** Adds an entry to the audit log, which is never changed otherwise. */
export async function recordAudit(
  { pool }: Pick<Database, "pool">,
  entry: AuditEntry,
): Promise<void> {
  await recordAuditWithin(pool, entry);
}

/** Adds an entry to the audit log in the transaction of what it tells about. */
export async function recordAuditWithin(
  client: Pool | PoolClient,
  { userId, action, object, outcome = "done", details = {} }: AuditEntry,
): Promise<void> {
  await (client as Pool).query(
    "INSERT INTO audit_event (user_id, action, object, outcome, details) VALUES ($1, $2, $3, $4, $5)",
    [userId, action, object ?? null, outcome, JSON.stringify(details)],
  );
}
