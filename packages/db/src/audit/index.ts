import type { Pool, PoolClient } from "pg";
import type { Database } from "../client.ts";

/** An entry of the audit log: the person, the action, and how it ended. */
export interface AuditEntry {
  /** Null if the action has no person, e.g. because the command line did it. */
  readonly userId: string | null;
  readonly action: string;
  readonly object?: string;
  readonly outcome?: "done" | "refused";
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** Adds an entry to the audit log. Entries are never changed. */
export async function recordAudit(
  { pool }: Pick<Database, "pool">,
  entry: AuditEntry,
): Promise<void> {
  await recordAuditWithin(pool, entry);
}

/** Adds an entry to the audit log in the transaction of the audited change. */
export async function recordAuditWithin(
  client: Pool | PoolClient,
  { userId, action, object, outcome = "done", details = {} }: AuditEntry,
): Promise<void> {
  await (client as Pool).query(
    "INSERT INTO audit_event (user_id, action, object, outcome, details) VALUES ($1, $2, $3, $4, $5)",
    [userId, action, object ?? null, outcome, JSON.stringify(details)],
  );
}
