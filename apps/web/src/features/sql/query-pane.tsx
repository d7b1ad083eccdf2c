"use client";
import { type RefObject, useState } from "react";
import { toast } from "sonner";
import type { SqlService } from "../../ui/editor/editor-port.ts";
import { LazySqlEditor } from "../../ui/editor/lazy-editor.tsx";
import { type Problem, problemOf } from "../../ui/editor/marks.ts";
import { ProblemsList } from "../../ui/editor/problems-list.tsx";
import type { EditorHandle } from "../../ui/editor/sql-editor.tsx";
import { SaveDialog } from "../saved-queries/public.tsx";
import type { PastRun } from "./history-panel.tsx";
import { ParameterFields } from "./parameter-fields.tsx";
import { namesIn } from "./parameter-values.ts";
import { ResultsPanel } from "./results-panel.tsx";
import { RunBar } from "./run-bar.tsx";
import type { RunState } from "./run-state.ts";
import { isDirty, type QueryTab } from "./tabs.ts";
import { useSavedQuery } from "./use-saved-query.ts";
import { useProblems } from "./use-sql-service.ts";
import { useStatementRun } from "./use-statement-run.ts";
import { ViewerNote } from "./viewer-note.tsx";

interface QueryPaneProps {
  readonly tab: QueryTab;
  /** A counter that changes whenever the person chooses a tab. */
  readonly chosen: number;
  readonly editor: RefObject<EditorHandle | null>;
  readonly service: SqlService;
  readonly canWrite: boolean;
  readonly onChange: (part: Partial<QueryTab>) => void;
}

/** One open query: its text, its parameters and the result of its run. */
export function QueryPane({ tab, chosen, editor, service, canWrite, onChange }: QueryPaneProps) {
  const [isSaving, setSaving] = useState(false);
  const problems = useProblems(canWrite ? tab.sql : "", service);
  const runs = useStatementRun(tab, onChange, canWrite);
  const saved = useSavedQuery(tab, onChange, canWrite);
  const save = (text: string) => {
    if (!canWrite) return;
    if (tab.saved === null || saved.query?.canEdit === false) setSaving(true);
    else void saved.save(text);
  };
  const restore = ({ id, sql, parameters }: PastRun) =>
    onChange({
      ...(canWrite ? { sql } : {}),
      executionId: id,
      parameters: { ...tab.parameters, ...parameters },
      panel: "results",
    });
  const ofRun = problemsOfRun(tab.sql, runs.state);
  const shown = problems.length > 0 ? problems : ofRun;
  return (
    <div className="flex min-h-0 min-w-0 grow flex-col">
      {canWrite ? null : <ViewerNote />}
      <section
        aria-label="SQL editor"
        className="relative h-[34%] min-h-36 shrink-0 resize-y overflow-hidden bg-surface-1"
      >
        <LazySqlEditor
          key={tab.id}
          value={tab.sql}
          readOnly={!canWrite}
          chosen={chosen}
          problems={shown}
          service={service}
          handle={editor}
          onChange={(sql) => onChange({ sql })}
          onCursor={runs.onCursor}
          onRun={(text) => runs.run({ text })}
          onSave={save}
        />
      </section>
      <ProblemsList
        problems={shown}
        onGo={(problem) => editor.current?.show(problem)}
        onFix={(problem, word) => editor.current?.fix(problem, word)}
      />
      <RunBar
        run={runs.state}
        starting={runs.starting}
        nothingToRun={runs.nothingToRun}
        hasSelection={runs.hasSelection}
        canRun={tab.sql.trim() !== ""}
        canWrite={canWrite}
        dirty={isDirty(tab)}
        limit={runs.limit}
        onLimit={runs.setLimit}
        onRun={() => runs.run()}
        onCancel={() => void runs.cancel()}
        onFormat={() => void format(editor.current)}
        onSave={() => save(tab.sql)}
      />
      <ParameterFields
        names={namesIn(tab.sql)}
        values={tab.parameters}
        missing={runs.missing}
        onChange={(parameters) => onChange({ parameters })}
        onRun={() => runs.run()}
      />
      <ResultsPanel
        run={runs.state}
        parameters={tab.parameters}
        problem={runs.problem ?? saved.failed}
        isGone={runs.isGone}
        nothingToRun={runs.nothingToRun}
        isListed={ofRun.some(({ message }) => shown.some((one) => one.message === message))}
        canWrite={canWrite}
        panel={tab.panel}
        charts={saved.query?.visualizations ?? []}
        savedQueryId={tab.saved?.queryId ?? null}
        queryId={saved.query?.canEdit === true ? saved.query.id : null}
        onPanel={(panel) => {
          onChange({ panel });
          if (panel.startsWith("chart:")) void saved.refresh();
        }}
        onRestore={restore}
        onRunFresh={() => runs.run({ fresh: true })}
      />
      <SaveDialog open={isSaving} onOpenChange={setSaving} name={tab.name} onSave={saved.create} />
    </div>
  );
}

async function format(editor: EditorHandle | null): Promise<void> {
  if (editor === null || (await editor.format())) return;
  toast.error(
    "This text can't be formatted, because the formatter does not understand it. Check it for syntax errors.",
  );
}

/**
 * The error of the run at its place in the text, while the text still contains the statement of the
 * run.
 */
function problemsOfRun(sql: string, run: RunState | null): readonly Problem[] {
  const error = run?.execution.error ?? null;
  const at = run === null ? -1 : sql.indexOf(run.execution.sql);
  return error?.line === undefined || at < 0 ? [] : [problemOf(sql, error, at)];
}
