"use client";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { toast } from "sonner";
import { LazySqlEditor } from "../../ui/editor/lazy-editor.tsx";
import { type Problem, problemOf } from "../../ui/editor/marks.ts";
import { ProblemsList } from "../../ui/editor/problems-list.tsx";
import type { EditorHandle } from "../../ui/editor/sql-editor.tsx";
import { OpenDialog } from "./open-dialog.tsx";
import { ResultsPanel } from "./results-panel.tsx";
import { RunBar } from "./run-bar.tsx";
import type { RunState } from "./run-state.ts";
import { SaveDialog } from "./save-dialog.tsx";
import { SchemaBrowser } from "./schema-browser.tsx";
import { TabBar } from "./tab-bar.tsx";
import { isDirty, type QueryTab, type Tabs } from "./tabs.ts";
import { useSavedQuery } from "./use-saved-query.ts";
import { useProblems, useSqlService } from "./use-sql-service.ts";
import { useStatementRun } from "./use-statement-run.ts";
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
  const [dialog, setDialog] = useState<"save" | "open" | null>(null);
  const change = (part: Partial<QueryTab>) => state.change(tab.id, part);
  const { service, tables, failed } = useSqlService();
  const problems = useProblems(tab.sql, service);
  const runs = useStatementRun(tab, change);
  const saved = useSavedQuery(tab, change);

  const save = () => {
    if (!canSave) return;
    if (tab.saved === null || saved.query?.canEdit === false) setDialog("save");
    else void saved.save();
  };
  const shown = problems.length > 0 ? problems : problemsOfRun(tab.sql, runs.state);
  return (
    <>
      <TabBar
        open={tabs.open}
        activeId={tab.id}
        onShow={state.show}
        onClose={(closing) => closeWithUndo(state, closing)}
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
              onCursor={runs.onCursor}
              onRun={() => runs.run()}
              onSave={save}
            />
          </section>
          <ProblemsList
            problems={shown}
            onGo={(problem) => editor.current?.show(problem)}
            onMend={(problem, word) => editor.current?.mend(problem, word)}
          />
          <RunBar
            run={runs.state}
            starting={runs.starting}
            hasSelection={runs.hasSelection}
            canRun={tab.sql.trim() !== ""}
            canSave={canSave}
            dirty={isDirty(tab)}
            limit={runs.limit}
            onLimit={runs.setLimit}
            onRun={() => runs.run()}
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
            run={runs.state}
            problem={runs.problem ?? saved.failed}
            panel={tab.panel}
            charts={saved.query?.visualizations ?? []}
            queryId={saved.query?.canEdit === true ? saved.query.id : null}
            onPanel={(panel) => {
              change({ panel });
              if (panel.startsWith("chart:")) void saved.refresh();
            }}
            onRestore={(sql, executionId) => change({ sql, executionId, panel: "results" })}
            onRunFresh={() => runs.run(true)}
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

/** Closes at once; text that was nowhere else can be had back for ten seconds. */
function closeWithUndo(state: TabsState, closing: QueryTab): void {
  state.close(closing.id);
  if (!isDirty(closing)) return;
  const action = { label: "Undo", onClick: () => state.add(closing.sql) };
  toast(`Closed "${closing.name}"`, { duration: 10_000, action });
}
