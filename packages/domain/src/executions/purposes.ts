/**
 * Purposes of an execution; `portal` is the purpose of the statements that the portal's pages run.
 */
export const PURPOSES = [
  "interactive",
  "dashboard",
  "notebook",
  "portal",
  "alert",
  "job",
  "export",
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Purposes for which no person waits: these statements run when no person's statement is due. */
export const BATCH_PURPOSES = ["alert", "job", "export"] as const satisfies readonly Purpose[];

/** True if no person waits for the answer. */
export function isBatch(purpose: Purpose): boolean {
  return (BATCH_PURPOSES as readonly Purpose[]).includes(purpose);
}

/**
 * Statements of one person that may wait at a time. More of them come from a script that is out of
 * control, and are refused.
 */
export const MOST_QUEUED = 20;

/** The object that an execution belongs to, e.g. a saved query or a task's try. */
export interface Origin {
  readonly kind: string;
  readonly id: string;
}

/** How many executions may run at once. */
export interface WorkLimits {
  /** The limit for all people and purposes together. */
  readonly total: number;
  /** The limit for one person, so that another person's statement always finds a free slot. */
  readonly person: number;
  /** The limit for batch purposes, so that a person at the keyboard always finds a free slot. */
  readonly batch: number;
}

/**
 * Divides the slots of a query role: if the role has several, one person or batch work can use all
 * but one.
 */
export function workLimits(total: number): WorkLimits {
  const allButOne = Math.max(1, total - 1);
  return { total, person: allButOne, batch: allButOne };
}
