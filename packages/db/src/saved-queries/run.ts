import { AppError, type Execution, type Purpose, RUN_SQL } from "@headwater/domain";
import { may } from "@headwater/domain/rights";
import { isSavedText, notTheSavedText, SAVED_QUERY_ORIGIN } from "@headwater/domain/saved-queries";
import type { Database } from "../client.ts";
import { type NewExecution, recordRefusedText, startExecution } from "../executions/index.ts";

/** A text to run; it may be the text of a saved query. */
export interface QueryRunRequest extends Omit<NewExecution, "origin" | "purpose"> {
  readonly purpose?: Purpose;
  readonly savedQueryId: number | null;
}

/**
 * Starts a run of a text that a person sent. If the text is the text of the saved query, the run
 * gets the query as its origin: the query shows the run as its result, and people who may not run
 * SQL of their own may start the run.
 */
export async function startQueryRun(
  database: Pick<Database, "pool" | "prisma" | "now">,
  { savedQueryId, purpose = "interactive", ...request }: QueryRunRequest,
): Promise<Execution> {
  if (savedQueryId === null) return startExecution(database, { ...request, purpose });
  const saved = await savedText(database, savedQueryId);
  if (isSavedText(saved, request.sql)) {
    const origin = { kind: SAVED_QUERY_ORIGIN, id: String(savedQueryId) };
    return startExecution(database, { ...request, purpose, origin });
  }
  if (may(request.person, RUN_SQL)) return startExecution(database, { ...request, purpose });
  const refusal = notTheSavedText();
  await recordRefusedText(database, { person: request.person, sql: request.sql, refusal });
  throw refusal;
}

async function savedText({ prisma }: Pick<Database, "prisma">, id: number): Promise<string> {
  const query = await prisma.savedQuery.findUnique({ where: { id }, select: { sql: true } });
  if (query === null) throw new AppError("not_found", `There is no query ${id}.`);
  return query.sql;
}
