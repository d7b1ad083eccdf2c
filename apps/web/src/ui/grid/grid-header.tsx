"use client";
import { ArrowDown, ArrowUp, Braces, Calendar, Hash, ToggleLeft, Type } from "lucide-react";
import type { PointerEvent, ReactNode } from "react";
import { cx } from "../controls/class-names.ts";
import { MIN_WIDTH, type PlacedColumn } from "./columns.ts";
import type { GridSort } from "./grid-types.ts";
import { ROW_HEIGHT } from "./scroll-window.ts";

interface GridHeaderProps {
  readonly id: string;
  readonly lefts: readonly number[];
  readonly shown: readonly { readonly column: PlacedColumn; readonly index: number }[];
  readonly sort: GridSort | null;
  /** The index of the column whose header is the active cell. */
  readonly focused: number | null;
  readonly onSort: (column: string) => void;
  readonly onResize: (column: string, width: number) => void;
  readonly menuFor: (column: PlacedColumn) => ReactNode;
}

const GLYPHS = {
  number: <Hash />,
  text: <Type />,
  time: <Calendar />,
  boolean: <ToggleLeft />,
  nested: <Braces />,
  binary: <Braces />,
} as const;

/**
 * The row of column names. A click sorts, the menu has further actions, and dragging the right edge
 * resizes.
 */
export function GridHeader(props: GridHeaderProps) {
  const { lefts, sort, focused } = props;
  return (
    <div
      role="rowgroup"
      className="sticky top-0 z-20 bg-surface-2"
      style={{ height: ROW_HEIGHT, width: lefts.at(-1) }}
    >
      <div role="row" aria-rowindex={1}>
        {props.shown.map(({ column, index }) => (
          <div
            key={column.name}
            role="columnheader"
            id={`${props.id}--1-${index}`}
            aria-colindex={index + 1}
            aria-sort={sortWord(sort, column.name)}
            className={cx(
              "group absolute top-0 flex items-center gap-1 border-r border-b border-line bg-surface-2 pl-2.5 text-12 font-medium text-text-2",
              focused === index && "outline-2 -outline-offset-2 outline-accent",
            )}
            style={{ left: lefts[index], width: column.width, height: ROW_HEIGHT }}
          >
            <button
              type="button"
              tabIndex={-1}
              title={`${column.name} · ${column.type}`}
              onClick={() => props.onSort(column.name)}
              className="flex h-full min-w-0 grow items-center gap-1 hover:text-text [&>svg]:size-3 [&>svg]:shrink-0 [&>svg]:text-text-3"
            >
              {GLYPHS[column.kind]}
              <span className="truncate">{column.name}</span>
              {sort?.column === column.name ? sort.descending ? <ArrowDown /> : <ArrowUp /> : null}
            </button>
            {props.menuFor(column)}
            <ResizeEdge column={column} onResize={props.onResize} />
          </div>
        ))}
      </div>
    </div>
  );
}

function sortWord(sort: GridSort | null, name: string): "ascending" | "descending" | "none" {
  if (sort?.column !== name) return "none";
  return sort.descending ? "descending" : "ascending";
}

function ResizeEdge({
  column,
  onResize,
}: Pick<GridHeaderProps, "onResize"> & { readonly column: PlacedColumn }) {
  const begin = (event: PointerEvent<HTMLSpanElement>) => {
    const edge = event.currentTarget;
    const from = event.clientX;
    edge.setPointerCapture(event.pointerId);
    const drag = (moved: globalThis.PointerEvent) =>
      onResize(column.name, Math.max(MIN_WIDTH, column.width + moved.clientX - from));
    edge.addEventListener("pointermove", drag);
    edge.addEventListener("pointerup", () => edge.removeEventListener("pointermove", drag), {
      once: true,
    });
  };
  return (
    <span
      aria-hidden
      onPointerDown={begin}
      className="absolute top-0 right-0 h-full w-1.5 cursor-col-resize hover:bg-line-strong"
    />
  );
}
