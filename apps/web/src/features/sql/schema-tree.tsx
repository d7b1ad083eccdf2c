"use client";
import { ChevronRight, CornerDownLeft, Table2 } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { cx } from "../../ui/controls/class-names.ts";
import { actionOf, moved, type TreeLine } from "./tree-lines.ts";

interface SchemaTreeProps {
  readonly lines: readonly TreeLine[];
  readonly onTurn: (id: string) => void;
  readonly onInsert: ((text: string) => void) | null;
}

/** The lines as a tree with one stop for Tab: arrows move and unfold, Space unfolds, Enter puts the name into the text. */
export function SchemaTree({ lines, onTurn, onInsert }: SchemaTreeProps) {
  const box = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  // The line that had the focus may be folded or filtered away: Tab then comes to the first.
  const stop = lines.some(({ id }) => id === focused) ? focused : lines[0]?.id;
  const onKeyDown = (event: KeyboardEvent) => {
    const at = lines.findIndex(({ id }) => id === stop);
    const line = lines[at];
    if (line === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = actionOf(line, event.key, onInsert !== null);
    const to = moved(lines, at, event.key);
    if (action === null && to === null) return;
    event.preventDefault();
    if (action === "insert") onInsert?.(line.insert);
    else if (action === "turn") onTurn(line.id);
    else box.current?.querySelectorAll<HTMLElement>("[role=treeitem]")[to ?? at]?.focus();
  };
  return (
    <div ref={box} role="tree" aria-label="Schema" onKeyDown={onKeyDown}>
      {lines.map((line) => (
        <Line
          key={line.id}
          line={line}
          isStop={line.id === stop}
          onFocus={() => setFocused(line.id)}
          onTurn={onTurn}
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

function Line({ line, isStop, onFocus, onTurn, onInsert }: LineProps) {
  const { kind, isOpen } = line;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys for all its lines.
    <div
      role="treeitem"
      aria-level={line.level}
      aria-posinset={line.place}
      aria-setsize={line.siblings}
      aria-expanded={isOpen ?? undefined}
      aria-selected={false}
      aria-label={`${line.name} ${line.note}`}
      tabIndex={isStop ? 0 : -1}
      title={line.title}
      onFocus={onFocus}
      onClick={() => (isOpen === null ? undefined : onTurn(line.id))}
      className={cx(
        "group flex h-7 items-center gap-1 rounded-control pr-1 text-13 hover:bg-surface-2 focus-visible:-outline-offset-2",
        isOpen !== null && "cursor-pointer",
        kind === "namespace" && "mt-1 font-medium text-text-2 first:mt-0",
        kind === "column" && "text-text-2",
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
          onInsert !== null && "group-hover:hidden",
        )}
      >
        {kind === "column" ? line.note.toLowerCase() : line.note}
      </span>
      {onInsert === null ? null : (
        <button
          type="button"
          tabIndex={-1}
          aria-label={`Insert ${line.insert}`}
          onClick={(event) => {
            event.stopPropagation();
            onInsert(line.insert);
          }}
          className="ml-auto hidden size-6 shrink-0 items-center justify-center rounded-control text-text-2 group-hover:inline-flex hover:text-text [&>svg]:size-4"
        >
          <CornerDownLeft aria-hidden />
        </button>
      )}
    </div>
  );
}
