import type { Database } from "@headwater/db";

interface AuditEntry {
  readonly userId: string | null;
  readonly action: string;
  readonly object?: string;
  readonly outcome?: "done" | "refused";
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** Notes who did what; the table is only ever added to. */
export async function audit(
  { prisma }: Database,
  { userId, action, object, outcome = "done", details = {} }: AuditEntry,
): Promise<void> {
  await prisma.auditEvent.create({
    data: { userId, action, object: object ?? null, outcome, details: { ...details } },
  });
}
