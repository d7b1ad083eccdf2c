"use client";
import { useRef, useState } from "react";
import { statementAt } from "../../ui/editor/statements.ts";
import type { Limit } from "./run-bar.tsx";
import type { QueryTab } from "./tabs.ts";
import { useRun } from "./use-run.ts";

/** Runs of a tab: what is selected, else the statement at the cursor. */
export function useStatementRun(tab: QueryTab, change: (change: Partial<QueryTab>) => void) {
  const cursor = useRef(0);
  const [selected, setSelected] = useState<string | null>(null);
  const [limit, setLimit] = useState<Limit>("1000");
  const {
    run: state,
    starting,
    problem,
    start,
    cancel,
  } = useRun(tab.executionId, (executionId) =>
    change({ executionId, ...(tab.panel === "history" ? { panel: "results" } : {}) }),
  );
  const run = (fresh = false) => {
    const sql = selected ?? statementText(tab.sql, cursor.current);
    if (sql === null || starting) return;
    void start({
      sql,
      rowLimit: limit === "none" ? null : Number(limit),
      fresh,
      // A part of a saved query is not its result.
      savedQueryId: isWhole(sql, tab.sql) ? (tab.saved?.queryId ?? null) : null,
    });
  };
  const onCursor = (offset: number, text: string | null) => {
    cursor.current = offset;
    setSelected(text);
  };
  return {
    state,
    starting,
    problem,
    cancel,
    run,
    onCursor,
    hasSelection: selected !== null,
    limit,
    setLimit,
  };
}

function statementText(sql: string, cursor: number): string | null {
  const found = statementAt(sql, cursor);
  return found === null ? null : sql.slice(found.start, found.end);
}

function isWhole(part: string, sql: string): boolean {
  const bare = (text: string) => text.trim().replace(/;$/, "").trim();
  return bare(part) === bare(sql);
}
