"use client";
import { useEffect, useRef, useState } from "react";
import { statementAt } from "../../ui/editor/statements.ts";
import { parametersFor } from "./parameter-values.ts";
import type { Limit } from "./run-bar.tsx";
import type { QueryTab } from "./tabs.ts";
import { useRun } from "./use-run.ts";

interface Hindrance {
  /** The text that was not run. */
  readonly sql: string;
  /** Parameters without a value; none where there is no statement. */
  readonly missing: readonly string[];
}

const NONE: readonly string[] = [];

/** Runs of a tab: what is selected, else the statement at the cursor; the whole text for those who run saved queries only. */
export function useStatementRun(
  tab: QueryTab,
  change: (change: Partial<QueryTab>) => void,
  canWrite: boolean,
) {
  // Not drawn, so never behind the editor.
  const place = useRef<{ offset: number; selected: string | null }>({ offset: 0, selected: null });
  const [hasSelection, setHasSelection] = useState(false);
  const [limit, setLimit] = useState<Limit>("1000");
  const [hindrance, setHindrance] = useState<Hindrance | null>(null);
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
    const isHindered = sql === null || missing.length > 0;
    setHindrance(isHindered ? { sql: text, missing } : null);
    if (isHindered) return;
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
  // What was said of one text says nothing about the next.
  const current = hindrance?.sql === tab.sql ? hindrance : null;
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

/** Whoever opens a result sees with which values it was made, where the tab has none yet. */
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

/** A run of the text as it is saved is one of the query; of a part or a draft it is not. */
function queryOf({ saved }: QueryTab, sql: string): number | null {
  return saved !== null && isSame(sql, saved.sql) ? saved.queryId : null;
}

function isSame(part: string, sql: string): boolean {
  const bare = (text: string) => text.trim().replace(/;$/, "").trim();
  return bare(part) === bare(sql);
}
