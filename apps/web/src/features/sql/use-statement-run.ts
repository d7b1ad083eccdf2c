"use client";
import { useEffect, useRef, useState } from "react";
import { statementAt } from "../../ui/editor/statements.ts";
import { parametersFor } from "./parameter-values.ts";
import type { Limit } from "./run-bar.tsx";
import type { QueryTab } from "./tabs.ts";
import { useRun } from "./use-run.ts";

interface BlockedRun {
  /** The text that was not run. */
  readonly sql: string;
  /** The parameters without a value; empty if the text has no statement. */
  readonly missing: readonly string[];
}

const NONE: readonly string[] = [];

/**
 * Runs the selected text of a tab, else the statement at the cursor. People who only run saved
 * queries run the whole text.
 */
export function useStatementRun(
  tab: QueryTab,
  change: (change: Partial<QueryTab>) => void,
  canWrite: boolean,
) {
  // A ref and no state, so that the latest cursor is known without a new render.
  const place = useRef<{ offset: number; selected: string | null }>({ offset: 0, selected: null });
  const [hasSelection, setHasSelection] = useState(false);
  const [limit, setLimit] = useState<Limit>("1000");
  const [blocked, setBlocked] = useState<BlockedRun | null>(null);
  const {
    run: state,
    starting,
    problem,
    isGone,
    start,
    cancel,
  } = useRun(tab.executionId, (executionId) =>
    change({ executionId, ...(tab.panel === "history" ? { panel: "results" } : {}) }),
  );
  useRunParameters(tab, state?.execution.parameters, change);
  const chosen = (text: string) => {
    const { offset, selected } = place.current;
    return canWrite ? (selected ?? statementText(text, offset)) : text;
  };
  const run = ({ fresh = false, text = tab.sql } = {}): void => {
    if (starting) return;
    const sql = chosen(text);
    const { values, missing } = parametersFor(sql ?? "", tab.parameters);
    const isBlocked = sql === null || missing.length > 0;
    setBlocked(isBlocked ? { sql: text, missing } : null);
    if (isBlocked) return;
    void start({
      sql,
      parameters: values,
      rowLimit: limit === "none" ? null : Number(limit),
      fresh,
      savedQueryId: queryOf(tab, sql),
    });
  };
  const onCursor = (offset: number, text: string | null) => {
    place.current = { offset, selected: text };
    setHasSelection(text !== null);
  };
  // A blocked run of an earlier text says nothing about the current text.
  const current = blocked?.sql === tab.sql ? blocked : null;
  const missing = current?.missing ?? NONE;
  return {
    state,
    starting,
    problem,
    isGone,
    cancel,
    run,
    onCursor,
    hasSelection: canWrite && hasSelection,
    limit,
    setLimit,
    missing,
    nothingToRun: current !== null && missing.length === 0,
  };
}

/** Fills the parameter fields that have no value yet with the values of the shown run. */
function useRunParameters(
  { parameters }: QueryTab,
  ran: QueryTab["parameters"] | undefined,
  change: (change: Partial<QueryTab>) => void,
): void {
  const latest = useRef(change);
  latest.current = change;
  useEffect(() => {
    const isNew = Object.keys(ran ?? {}).some((name) => !Object.hasOwn(parameters, name));
    if (isNew) latest.current({ parameters: { ...ran, ...parameters } });
  }, [ran, parameters]);
}

function statementText(sql: string, cursor: number): string | null {
  const found = statementAt(sql, cursor);
  return found === null ? null : sql.slice(found.start, found.end);
}

/**
 * The saved query that a run belongs to: only a run of the whole saved text, not of a part or a
 * changed text.
 */
function queryOf({ saved }: QueryTab, sql: string): number | null {
  return saved !== null && isSame(sql, saved.sql) ? saved.queryId : null;
}

function isSame(part: string, sql: string): boolean {
  const bare = (text: string) => text.trim().replace(/;$/, "").trim();
  return bare(part) === bare(sql);
}
