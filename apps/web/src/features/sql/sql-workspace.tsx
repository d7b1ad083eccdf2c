"use client";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { toast } from "sonner";
import { LazySqlEditor } from "../../ui/editor/lazy-editor.tsx";
import { type Problem, problemOf } from "../../ui/editor/marks.ts";
import { ProblemsList } from "../../ui/editor/problems-list.tsx";
import type { EditorHandle } from "../../ui/editor/sql-editor.tsx";
import { statementAt } from "../../ui/editor/statements.ts";
import { OpenDialog } from "./open-dialog.tsx";
import { ResultsPanel } from "./results-panel.tsx";
import { type Limit, RunBar } from "./run-bar.tsx";
import type { RunState } from "./run-state.ts";
import { SaveDialog } from "./save-dialog.tsx";
import { SchemaBrowser } from "./schema-browser.tsx";
import { TabBar } from "./tab-bar.tsx";
import { isDirty, type QueryTab, type Tabs } from "./tabs.ts";
import { useRun } from "./use-run.ts";
import { useSavedQuery } from "./use-saved-query.ts";
import { useProblems, useSqlService } from "./use-sql-service.ts";
import type { TabsState } from "./use-tabs.ts";

interface WorkspaceProps {
  readonly state: TabsState;
  readonly tabs: Tabs;
  readonly tab: QueryTab;
  readonly canSave: boolean;
}

/** One open query: schema at the left, editor above, result below. */
export function SqlWorkspace({ state, tabs, tab, canSave }: WorkspaceProps) {
  const router = useRouter();
  const editor = useRef<EditorHandle>(null);
  const cursor = useRef(0);
  const [selected, setSelected] = useState<string | null>(null);
  const [limit, setLimit] = useState<Limit>("1000");
  const [dialog, setDialog] = useState<"save" | "open" | null>(null);
  const change = (part: Partial<QueryTab>) => state.change(tab.id, part);
  const { service, tables, failed } = useSqlService();
  const problems = useProblems(tab.sql, service);
  const runs = useRun(tab.executionId, (executionId) =>
    change({ executionId, ...(tab.panel === "history" ? { panel: "results" } : {}) }),
  );
  const saved = useSavedQuery(tab, change);

  const statement = () => {
    if (selected !== null) return { text: selected, start: Math.max(0, tab.sql.indexOf(selected)) };
    const found = statementAt(tab.sql, cursor.current);
    return found === null
      ? null
      : { text: tab.sql.slice(found.start, found.end), start: found.start };
  };
  const run = (fresh = false) => {
    const wanted = statement();
    if (wanted === null || runs.starting) return;
    const whole = wanted.text.trim() === tab.sql.trim().replace(/;$/, "").trim();
    void runs.start({
      sql: wanted.text,
      rowLimit: limit === "none" ? null : Number(limit),
      fresh,
      savedQueryId: whole ? (tab.saved?.queryId ?? null) : null,
    });
  };
  const save = () => {
    if (!canSave) return;
    if (tab.saved === null || saved.query?.canEdit === false) setDialog("save");
    else void saved.save();
  };
  const shown = problems.length > 0 ? problems : problemsOfRun(tab.sql, runs.run);
  const close = (closing: QueryTab) => {
    state.close(closing.id);
    if (isDirty(closing))
      toast(`Closed "${closing.name}"`, {
        duration: 10_000,
        action: { label: "Undo", onClick: () => state.add(closing.sql) },
      });
  };
  return (
    <>
      <TabBar
        open={tabs.open}
        activeId={tab.id}
        onShow={state.show}
        onClose={close}
        onNew={() => state.add()}
        onOpen={() => setDialog("open")}
      />
      <div className="flex min-h-0 grow">
        <aside
          aria-label="Schema browser"
          className="w-72 shrink-0 border-r border-line bg-surface-1 max-tablet:hidden"
        >
          <SchemaBrowser
            tables={tables}
            failed={failed}
            onInsert={(text) => editor.current?.insert(text)}
          />
        </aside>
        <div className="flex min-h-0 min-w-0 grow flex-col">
          <section
            aria-label="SQL editor"
            tabIndex={-1}
            className="relative h-[34%] min-h-36 shrink-0 resize-y overflow-hidden bg-surface-1 outline-offset-[-2px]"
          >
            <LazySqlEditor
              key={tab.id}
              value={tab.sql}
              problems={shown}
              service={service}
              handle={editor}
              onChange={(sql) => change({ sql })}
              onCursor={(offset, text) => {
                cursor.current = offset;
                setSelected(text);
              }}
              onRun={() => run()}
              onSave={save}
            />
          </section>
          <ProblemsList
            problems={shown}
            onGo={(problem) => editor.current?.show(problem)}
            onMend={(problem, word) => editor.current?.mend(problem, word)}
          />
          <RunBar
            run={runs.run}
            starting={runs.starting}
            hasSelection={selected !== null}
            canRun={tab.sql.trim() !== ""}
            canSave={canSave}
            dirty={isDirty(tab)}
            limit={limit}
            onLimit={setLimit}
            onRun={() => run()}
            onCancel={() => void runs.cancel()}
            onFormat={() =>
              void editor.current
                ?.format()
                .then((done) =>
                  done
                    ? null
                    : toast.error(
                        "This text can't be formatted: the formatter does not understand it.",
                      ),
                )
            }
            onSave={save}
          />
          <ResultsPanel
            run={runs.run}
            problem={runs.problem ?? saved.failed}
            panel={tab.panel}
            charts={saved.query?.visualizations ?? []}
            queryId={saved.query?.canEdit === true ? saved.query.id : null}
            onPanel={(panel) => {
              change({ panel });
              if (panel.startsWith("chart:")) void saved.refresh();
            }}
            onRestore={(sql, executionId) => change({ sql, executionId, panel: "results" })}
            onRunFresh={() => run(true)}
          />
        </div>
      </div>
      <SaveDialog
        open={dialog === "save"}
        onOpenChange={(open) => setDialog(open ? "save" : null)}
        name={tab.name}
        onSave={saved.create}
      />
      <OpenDialog
        open={dialog === "open"}
        onOpenChange={(open) => setDialog(open ? "open" : null)}
        onPick={(id) => router.push(`/sql/${id}`)}
      />
    </>
  );
}

/** Where the run failed, while the text still holds the statement that was run. */
function problemsOfRun(sql: string, run: RunState | null): readonly Problem[] {
  const error = run?.execution.error ?? null;
  const at = run === null ? -1 : sql.indexOf(run.execution.sql);
  return error?.line === undefined || at < 0 ? [] : [problemOf(sql, error, at)];
}
