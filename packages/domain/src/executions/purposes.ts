/** What an execution is run for; `portal` is for statements of the portal's own pages. */
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

/** Purposes for which nobody sits and waits: they run when no person's statement is due. */
export const BATCH_PURPOSES = ["alert", "job", "export"] as const satisfies readonly Purpose[];

/** True where no person waits for the answer. */
export function isBatch(purpose: Purpose): boolean {
  return (BATCH_PURPOSES as readonly Purpose[]).includes(purpose);
}

/** Statements of one person that may wait at a time: more is a script that got out of hand, and is told so. */
export const MOST_QUEUED = 20;

/** The object that an execution belongs to, e.g. a saved query or a task's try. */
export interface Origin {
  readonly kind: string;
  readonly id: string;
}

/** How many executions may be at work at once. */
export interface WorkLimits {
  /** All together. */
  readonly total: number;
  /** Of one person, so that another person's statement always finds a place. */
  readonly person: number;
  /** Of batch purposes, so that a person at the keyboard always finds a place. */
  readonly batch: number;
}

/** Shares the places of a query role: of several, one is always kept from one person and from batch work. */
export function workLimits(total: number): WorkLimits {
  const allButOne = Math.max(1, total - 1);
  return { total, person: allButOne, batch: allButOne };
}
