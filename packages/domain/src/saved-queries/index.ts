import { AppError } from "../errors/index.ts";
import { RUN_SQL } from "../executions/index.ts";
import { type Action, isOwnerOrAdmin } from "../rights/index.ts";

/** Reading saved queries; everybody may read all. */
export const READ_SAVED_QUERIES: Action = { scope: "queries:read", least: "viewer" };
/** Saving queries; only the owner and admins may change a saved query. */
export const WRITE_SAVED_QUERIES: Action<{ readonly ownerId: string }> = {
  scope: "queries:write",
  least: "analyst",
  allows: isOwnerOrAdmin,
};

/** Charts that one saved query may have; each read of a query reads all of its charts. */
export const MAX_CHARTS = 50;

/** The `origin_kind` of an execution that runs a saved query. */
export const SAVED_QUERY_ORIGIN = "saved_query";

/**
 * True if the sent text is the text of the saved query. Space around the text and the last
 * semicolon do not count: an editor leaves them out, and they do not change the statement.
 */
export function isSavedText(saved: string, sent: string): boolean {
  return bare(saved) === bare(sent);
}

function bare(text: string): string {
  return text.trim().replace(/;$/, "").trimEnd();
}

/**
 * The error for a text that is not the saved text, for a person who may not run SQL of their own.
 */
export function notTheSavedText(): AppError {
  return new AppError(
    "forbidden",
    `This is not the saved text of the query. Reload the query. To run SQL of your own, ask an admin for the role ${RUN_SQL.least}.`,
  );
}
