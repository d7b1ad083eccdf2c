"use client";
import { useMemo, useRef } from "react";
import { cx } from "../controls/class-names.ts";
import { leftEdges, type PlacedColumn } from "./columns.ts";
import { GridCell } from "./grid-cell.tsx";
import { GridHeader } from "./grid-header.tsx";
import type { GridSort } from "./grid-types.ts";
import { ROW_HEIGHT, visibleColumns, visibleRows } from "./scroll-window.ts";
import { contains, rangeOf, type Selection } from "./selection.ts";
import { useGridKeys } from "./use-grid-keys.ts";
import type { RowPages } from "./use-row-pages.ts";
import type { useScrollOffset } from "./use-scroll-offset.ts";

interface VirtualGridProps {
  readonly label: string;
  readonly area: React.RefObject<HTMLDivElement | null>;
  readonly scroll: ReturnType<typeof useScrollOffset>;
  readonly columns: readonly PlacedColumn[];
  readonly rows: number;
  readonly pages: RowPages;
  readonly sort: GridSort | null;
  readonly selection: Selection | null;
  readonly onSelection: (selection: Selection) => void;
  readonly onSort: (column: string) => void;
  readonly onInspect: () => void;
  readonly onCopy: (headers: boolean) => void;
  readonly onResize: (column: string, width: number) => void;
  readonly menuFor: (column: PlacedColumn) => React.ReactNode;
}

/**
 * The grid element: renders the visible rows and columns and gives assistive software the size of
 * the whole grid. The element itself takes the focus and names the active cell. A table element
 * could not leave out rows.
 */
export function VirtualGrid(props: VirtualGridProps) {
  const { area, scroll, columns, rows, pages, selection } = props;
  const id = useRef(`grid-${Math.random().toString(36).slice(2, 8)}`).current;
  const lefts = useMemo(() => leftEdges(columns), [columns]);
  const onKeyDown = useGridKeys({
    ...props,
    pageRows: Math.floor(scroll.viewport.height / ROW_HEIGHT),
  });
  const drawn = visibleRows(rows, scroll.offset, scroll.viewport.height);
  const across = visibleColumns(lefts, scroll.left, scroll.viewport.width);
  const shown = columns
    .map((column, index) => ({ column, index }))
    .filter(({ column, index }) => column.pinned || (index >= across.first && index < across.end));
  const range = selection === null ? null : rangeOf(selection);
  const focus = selection?.focus;
  const top = scroll.offset / scroll.space.ratio;
  return (
    <div className="relative flex min-h-0 grow flex-col has-[[role=grid]:focus-visible]:after:pointer-events-none has-[[role=grid]:focus-visible]:after:absolute has-[[role=grid]:focus-visible]:after:inset-0 has-[[role=grid]:focus-visible]:after:z-20 has-[[role=grid]:focus-visible]:after:border-2 has-[[role=grid]:focus-visible]:after:border-accent">
      <div
        ref={area}
        role="grid"
        tabIndex={0}
        aria-label={props.label}
        aria-rowcount={rows + 1}
        aria-colcount={columns.length}
        aria-multiselectable
        aria-activedescendant={
          focus === undefined ? undefined : `${id}-${focus.row}-${focus.column}`
        }
        onKeyDown={onKeyDown}
        className="relative min-h-0 grow overflow-auto bg-surface-1 outline-none select-none"
      >
        <GridHeader
          {...props}
          id={id}
          lefts={lefts}
          shown={shown}
          focused={focus?.row === -1 ? focus.column : null}
        />
        <div
          role="rowgroup"
          className="relative"
          style={{ height: scroll.space.height, width: lefts.at(-1) }}
        >
          {Array.from({ length: drawn.end - drawn.first }, (_, step) => drawn.first + step).map(
            (row) => (
              <div
                key={row}
                role="row"
                aria-rowindex={row + 2}
                className="absolute left-0 hover:bg-surface-0"
                style={{
                  top: top + row * ROW_HEIGHT - scroll.offset,
                  height: ROW_HEIGHT,
                  width: lefts.at(-1),
                }}
              >
                {shown.map(({ column, index }) => {
                  const values = pages.rowAt(row);
                  const cell = { row, column: index };
                  return (
                    <GridCell
                      key={column.name}
                      id={`${id}-${row}-${index}`}
                      column={column}
                      columnIndex={index}
                      left={lefts[index] ?? 0}
                      value={values?.[column.at]}
                      loading={values === undefined}
                      selected={range !== null && contains(range, cell)}
                      active={focus?.row === row && focus.column === index}
                      onPoint={(extend) =>
                        props.onSelection({
                          anchor: extend && selection !== null ? selection.anchor : cell,
                          focus: cell,
                        })
                      }
                      onInspect={props.onInspect}
                    />
                  );
                })}
              </div>
            ),
          )}
        </div>
        <div className={cx("sticky left-0", rows > 0 && "hidden")}>
          <p className="px-3 py-6 text-13 text-text-2">No rows.</p>
        </div>
      </div>
    </div>
  );
}
