"use client";
import { FolderOpen, Plus, Table2, X } from "lucide-react";
import { Button } from "../../ui/controls/button.tsx";
import { cx } from "../../ui/controls/class-names.ts";
import { IconButton } from "../../ui/controls/icon-button.tsx";
import { isDirty, type QueryTab } from "./tabs.ts";

interface TabBarProps {
  readonly open: readonly QueryTab[];
  readonly activeId: string;
  readonly onShow: (id: string) => void;
  readonly onClose: (tab: QueryTab) => void;
  /** Null for people who only run saved queries. */
  readonly onNew: (() => void) | null;
  readonly onOpen: () => void;
  /** Shows the schema on small screens, which have no room for the schema beside the text. */
  readonly onTables: () => void;
}

/** The tabs of the open queries. A dot marks a tab whose text is not saved. */
export function TabBar(props: TabBarProps) {
  const { open, activeId, onShow, onClose, onNew } = props;
  return (
    <div className="flex items-center border-b border-line bg-surface-0 pr-2">
      <nav aria-label="Open queries" className="flex min-w-0 overflow-x-auto">
        {open.map((tab) => (
          <div
            key={tab.id}
            className={cx(
              "group flex h-9 shrink-0 items-center border-r border-line",
              tab.id === activeId
                ? "bg-surface-1 shadow-[inset_0_2px_0_var(--accent)]"
                : "text-text-2 hover:bg-surface-2",
            )}
          >
            <button
              type="button"
              aria-current={tab.id === activeId ? "page" : undefined}
              onClick={() => onShow(tab.id)}
              className="flex h-full max-w-56 items-center gap-1.5 pl-3 text-13"
            >
              <span className="truncate">{tab.name}</span>
              {isDirty(tab) ? (
                <span title="Not saved" className="size-1.5 shrink-0 rounded-full bg-accent" />
              ) : null}
            </button>
            <button
              type="button"
              aria-label={`Close ${tab.name}`}
              onClick={() => onClose(tab)}
              className="mx-1 inline-flex size-6 items-center justify-center rounded-control text-text-3 hover:bg-surface-2 hover:text-text [&>svg]:size-3.5"
            >
              <X aria-hidden />
            </button>
          </div>
        ))}
      </nav>
      {onNew === null ? null : <IconButton label="New query" icon={<Plus />} onClick={onNew} />}
      <div className="grow" />
      <Button
        kind="quiet"
        size="small"
        icon={<Table2 className="size-4" />}
        className="min-h-9 tablet:hidden"
        onClick={props.onTables}
      >
        Tables
      </Button>
      <Button
        kind="quiet"
        size="small"
        icon={<FolderOpen className="size-4" />}
        aria-label="Open a saved query"
        className="max-tablet:min-h-9"
        onClick={props.onOpen}
      >
        Open
      </Button>
    </div>
  );
}
