import { AppError } from "../errors/index.ts";
import { RUN_SQL } from "../executions/index.ts";
import { type Action, isOwnerOrAdmin } from "../rights/index.ts";

/** Reading saved queries; everybody may read all. */
export const READ_SAVED_QUERIES: Action = { scope: "queries:read", least: "viewer" };
/** Saving queries; a saved one is changed by its owner and by admins only. */
export const WRITE_SAVED_QUERIES: Action<{ readonly ownerId: string }> = {
  scope: "queries:write",
  least: "analyst",
  allows: isOwnerOrAdmin,
};

/** Charts that one saved query may have: a query is read with all of them. */
export const MAX_CHARTS = 50;

/** What `origin_kind` of an execution says when a saved query stands behind its text. */
export const SAVED_QUERY_ORIGIN = "saved_query";

/**
 * True if a text that was sent is the text of the saved query: an editor sends it without the space
 * around and without the last semicolon, which do not change the statement.
 */
export function isSavedText(saved: string, sent: string): boolean {
  return bare(saved) === bare(sent);
}

function bare(text: string): string {
  return text.trim().replace(/;$/, "").trimEnd();
}

/** The refusal of a text that is not the saved one, for a person who may not run SQL of their own. */
export function notTheSavedText(): AppError {
  return new AppError(
    "forbidden",
    `This is not the text of the query as it is saved: reload it. To run SQL of your own, ask an admin for the role ${RUN_SQL.least}.`,
  );
}
