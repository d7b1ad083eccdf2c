"use client";
import { ChevronRight, CornerDownLeft, Table2 } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { cx } from "../../ui/controls/class-names.ts";
import { actionOf, moved, type TreeLine } from "./tree-lines.ts";

interface SchemaTreeProps {
  readonly lines: readonly TreeLine[];
  readonly onToggle: (id: string) => void;
  readonly onInsert: ((text: string) => void) | null;
}

/**
 * The lines as a tree with one tab stop. Arrow keys move and unfold, Space unfolds, Enter puts the
 * name into the text.
 */
export function SchemaTree({ lines, onToggle, onInsert }: SchemaTreeProps) {
  const box = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  // The line that had the focus may be folded or filtered away: the tab stop is then the first
  // line.
  const stop = lines.some(({ id }) => id === focused) ? focused : lines[0]?.id;
  const focus = (at: number) =>
    box.current?.querySelectorAll<HTMLElement>("[role=treeitem]")[at]?.focus();
  const act = (line: TreeLine, action: "insert" | "toggle") =>
    action === "toggle" ? onToggle(line.id) : onInsert?.(line.insert ?? "");
  const onKeyDown = (event: KeyboardEvent) => {
    const at = lines.findIndex(({ id }) => id === stop);
    const line = lines[at];
    if (line === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = actionOf(line, event.key, onInsert !== null);
    const to = moved(lines, at, event.key);
    if (action === null && to === null) return;
    event.preventDefault();
    if (action === null) focus(to ?? at);
    else act(line, action);
  };
  return (
    <div ref={box} role="tree" aria-label="Schema" onKeyDown={onKeyDown}>
      {lines.map((line) => (
        <Line
          key={line.id}
          line={line}
          isStop={line.id === stop}
          onFocus={() => setFocused(line.id)}
          onToggle={onToggle}
          onInsert={onInsert}
        />
      ))}
    </div>
  );
}

interface LineProps extends Omit<SchemaTreeProps, "lines"> {
  readonly line: TreeLine;
  readonly isStop: boolean;
  readonly onFocus: () => void;
}

const LOOKS = {
  namespace: "mt-1 font-medium text-text-2 first:mt-0",
  fold: "text-text-2",
  table: "",
  column: "text-text-2",
} as const;

function Line({ line, isStop, onFocus, onToggle, onInsert }: LineProps) {
  const { kind, isOpen } = line;
  const insert = onInsert === null ? null : line.insert;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys of all its lines.
    <div
      role="treeitem"
      aria-level={line.level}
      aria-posinset={line.place}
      aria-setsize={line.siblings}
      aria-expanded={isOpen ?? undefined}
      aria-selected={false}
      aria-label={`${line.name} ${line.note}`.trim()}
      tabIndex={isStop ? 0 : -1}
      title={line.title}
      onFocus={onFocus}
      onClick={() => (isOpen === null ? undefined : onToggle(line.id))}
      className={cx(
        "group flex h-7 items-center gap-1 rounded-control pr-1 text-13 hover:bg-surface-2 focus-visible:-outline-offset-2",
        isOpen !== null && "cursor-pointer",
        LOOKS[kind],
      )}
      style={{ paddingLeft: 4 + (line.level - 1) * 12 }}
    >
      <ChevronRight
        aria-hidden
        className={cx(
          "size-3.5 shrink-0 text-text-3",
          isOpen === null && "invisible",
          isOpen === true && "rotate-90",
        )}
      />
      {kind === "table" ? <Table2 aria-hidden className="size-3.5 shrink-0 text-text-3" /> : null}
      <span className="min-w-0 truncate">{line.name}</span>
      {line.partition ? <span className="shrink-0 text-12 text-accent">partition</span> : null}
      <span
        className={cx(
          "tabular ml-auto min-w-0 shrink-[3] truncate pl-2 text-12 font-normal text-text-3",
          insert !== null && "group-hover:hidden",
        )}
      >
        {kind === "column" ? line.note.toLowerCase() : line.note}
      </span>
      {insert === null ? null : <InsertButton text={insert} onInsert={onInsert} />}
    </div>
  );
}

interface InsertButtonProps extends Pick<SchemaTreeProps, "onInsert"> {
  readonly text: string;
}

/** The button that inserts a name by pointer; on the keyboard, Enter inserts the name. */
function InsertButton({ text, onInsert }: InsertButtonProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={`Insert ${text}`}
      onClick={(event) => {
        event.stopPropagation();
        onInsert?.(text);
      }}
      className="ml-auto hidden size-6 shrink-0 items-center justify-center rounded-control text-text-2 group-hover:inline-flex hover:text-text [&>svg]:size-4"
    >
      <CornerDownLeft aria-hidden />
    </button>
  );
}
