"use client";
import { useRef, useState } from "react";
import { toast } from "sonner";
import { Dialog } from "../../ui/controls/dialog.tsx";
import type { EditorHandle } from "../../ui/editor/sql-editor.tsx";
import { OpenDialog } from "../saved-queries/public.tsx";
import { QueryPane } from "./query-pane.tsx";
import { SchemaBrowser } from "./schema-browser.tsx";
import { TabBar } from "./tab-bar.tsx";
import { isDirty, type QueryTab, type Tabs } from "./tabs.ts";
import { useSqlService } from "./use-sql-service.ts";
import type { TabsState } from "./use-tabs.ts";
import { ChooseQuery } from "./viewer-note.tsx";

interface WorkspaceProps {
  readonly state: TabsState;
  readonly tabs: Tabs;
  readonly tab: QueryTab;
  readonly canWrite: boolean;
  readonly onOpen: (queryId: number) => void;
}

/** The tabs of the open queries on top, the schema on the left, and one query beside the schema. */
export function SqlWorkspace({ state, tabs, tab, canWrite, onOpen }: WorkspaceProps) {
  const editor = useRef<EditorHandle>(null);
  const [isOpening, setOpening] = useState(false);
  const [areTablesShown, showTables] = useState(false);
  const { service, tables, failed } = useSqlService();
  // A person who lost the right to write cannot run the drafts of earlier, so drafts are hidden.
  const open = canWrite ? tabs.open : tabs.open.filter((one) => one.saved !== null);
  return (
    <>
      <TabBar
        open={open}
        activeId={tab.id}
        onShow={state.show}
        onClose={(closing) => closeWithUndo(state, closing)}
        onNew={canWrite ? () => state.add() : null}
        onOpen={() => setOpening(true)}
        onTables={() => showTables(true)}
      />
      <div className="flex min-h-0 grow">
        <aside
          aria-label="Schema browser"
          className="w-72 shrink-0 xl:w-80 border-r border-line bg-surface-1 max-tablet:hidden"
        >
          <SchemaBrowser
            tables={tables}
            failed={failed}
            onInsert={canWrite ? (text) => editor.current?.insert(text) : null}
          />
        </aside>
        {canWrite || tab.saved !== null ? (
          <QueryPane
            tab={tab}
            chosen={state.chosen}
            editor={editor}
            service={service}
            canWrite={canWrite}
            onChange={(part) => state.change(tab.id, part)}
          />
        ) : (
          <ChooseQuery onPick={onOpen} />
        )}
      </div>
      <Dialog open={areTablesShown} onOpenChange={showTables} title="Tables" shape="sidebar">
        <SchemaBrowser
          tables={tables}
          failed={failed}
          onInsert={
            canWrite
              ? (text) => {
                  showTables(false);
                  editor.current?.insert(text);
                }
              : null
          }
        />
      </Dialog>
      <OpenDialog open={isOpening} onOpenChange={setOpening} canWrite={canWrite} onPick={onOpen} />
    </>
  );
}

/** Closes a tab at once; Undo brings unsaved text back for ten seconds. */
function closeWithUndo(state: TabsState, closing: QueryTab): void {
  state.close(closing.id);
  if (!isDirty(closing)) return;
  const action = { label: "Undo", onClick: () => state.addText(closing.sql) };
  toast(`Closed "${closing.name}"`, { duration: 10_000, action });
}
