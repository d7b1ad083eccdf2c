"use client";
import { ChevronRight, CornerDownLeft, Search, Table2 } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { cx } from "../../ui/controls/class-names.ts";
import { TextField } from "../../ui/controls/field.tsx";
import { formatShort } from "../../ui/controls/format.ts";
import { IconButton } from "../../ui/controls/icon-button.tsx";
import { Skeleton } from "../../ui/controls/skeleton.tsx";
import { filterTree, sqlName, type TreeTable } from "./schema-filter.ts";

interface SchemaBrowserProps {
  readonly tables: readonly TreeTable[] | undefined;
  readonly failed: boolean;
  readonly onInsert: (text: string) => void;
}

/** Tables and columns that SQL can name; a click opens, the arrow puts the name into the text. */
export function SchemaBrowser({ tables, failed, onInsert }: SchemaBrowserProps) {
  const [text, setText] = useState("");
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const filter = useDeferredValue(text);
  const found = filterTree(tables ?? [], filter);
  const toggle = (name: string) => {
    const next = new Set(open);
    if (!next.delete(name)) next.add(name);
    setOpen(next);
  };
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="p-2">
        <TextField
          compact
          hideLabel
          label="Filter tables and columns"
          placeholder="Filter tables, columns"
          icon={<Search />}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <div role="tree" aria-label="Schema" className="min-h-0 grow overflow-y-auto px-1 pb-2">
        {tables === undefined && !failed ? <Skeleton className="m-2 h-40" /> : null}
        {failed ? (
          <Note>The catalogue could not be loaded. Reload the page to try again.</Note>
        ) : null}
        {tables !== undefined && found.length === 0 ? (
          <Note>
            {filter === ""
              ? "No tables yet: send a ping or start the demo."
              : `Nothing matches "${filter}".`}
          </Note>
        ) : null}
        {found.map((table) => (
          <TableNode
            key={table.name}
            table={table}
            isOpen={open.has(table.name) || (filter.trim() !== "" && found.length <= 3)}
            onToggle={() => toggle(table.name)}
            onInsert={onInsert}
          />
        ))}
      </div>
    </div>
  );
}

function Note({ children }: { readonly children: React.ReactNode }) {
  return <p className="px-2 py-4 text-12 text-text-3">{children}</p>;
}

interface TableNodeProps {
  readonly table: TreeTable;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly onInsert: (text: string) => void;
}

function TableNode({ table, isOpen, onToggle, onInsert }: TableNodeProps) {
  return (
    <div
      role="treeitem"
      aria-expanded={isOpen}
      aria-label={table.name}
      aria-selected={false}
      tabIndex={-1}
    >
      <div className="group flex items-center rounded-control hover:bg-surface-2">
        <button
          type="button"
          onClick={onToggle}
          title={table.description || table.name}
          className="flex h-7 min-w-0 grow items-center gap-1 px-1 text-left text-13"
        >
          <ChevronRight
            aria-hidden
            className={cx("size-3.5 shrink-0 text-text-3", isOpen && "rotate-90")}
          />
          <Table2 aria-hidden className="size-3.5 shrink-0 text-text-3" />
          <span className="truncate">{table.name}</span>
          {table.rows === null ? null : (
            <span className="tabular ml-auto pl-2 text-12 text-text-3">
              {formatShort(table.rows)}
            </span>
          )}
        </button>
        <InsertButton name={table.name} onInsert={onInsert} />
      </div>
      {isOpen ? (
        <fieldset className="min-w-0" aria-label={`Columns of ${table.name}`}>
          {table.columns.map((column) => (
            <div
              key={column.name}
              role="treeitem"
              aria-label={`${column.name} ${column.type}`}
              aria-selected={false}
              tabIndex={-1}
              className="group flex items-center rounded-control pl-7 hover:bg-surface-2"
              title={column.description || column.type}
            >
              <span className="min-w-0 shrink-0 truncate text-13 text-text-2">{column.name}</span>
              {column.partition ? (
                <span className="ml-1 text-12 text-accent">partition</span>
              ) : null}
              <span className="ml-auto min-w-0 truncate pl-2 text-12 text-text-3">
                {column.type.toLowerCase()}
              </span>
              <InsertButton name={column.name} onInsert={onInsert} />
            </div>
          ))}
        </fieldset>
      ) : null}
    </div>
  );
}

function InsertButton({
  name,
  onInsert,
}: {
  readonly name: string;
  readonly onInsert: (text: string) => void;
}) {
  return (
    <IconButton
      label={`Insert ${name}`}
      icon={<CornerDownLeft />}
      side="right"
      className="size-7"
      onClick={() => onInsert(sqlName(name))}
    />
  );
}
