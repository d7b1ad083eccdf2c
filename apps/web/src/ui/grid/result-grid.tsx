"use client";
import type { ResultRow } from "@headwater/domain";
import { type ReactNode, useState } from "react";
import { Banner } from "../controls/banner.tsx";
import { Button } from "../controls/button.tsx";
import { CellInspector } from "./cell-inspector.tsx";
import { writeClipboard } from "./clipboard.ts";
import { ColumnMenu } from "./column-menu.tsx";
import { nextSort, type PlacedColumn, toggled } from "./columns.ts";
import { FilterChips, FilterForm } from "./filter-bar.tsx";
import { GridFooter } from "./grid-footer.tsx";
import type { FetchRows, GridColumn } from "./grid-types.ts";
import { useGridState } from "./use-grid-state.ts";
import { VirtualGrid } from "./virtual-grid.tsx";

interface ResultGridProps {
  readonly label: string;
  readonly columns: readonly GridColumn[];
  /** Loads the rows. For other rows, pass a new function and a new key. */
  readonly fetchRows: FetchRows;
  /** The number of rows known so far, before filters. */
  readonly totalRows: number;
  /** Rows that are shown until their page is loaded. */
  readonly firstRows?: readonly ResultRow[];
  readonly onProfile?: (column: string) => void;
  readonly footer?: ReactNode;
}

/**
 * A result of any size as a grid. Sort and filters apply to all rows, and pages are loaded when
 * they become visible.
 */
export function ResultGrid(props: ResultGridProps) {
  const grid = useGridState(props);
  const { view, changeView, changes, setChanges, pages, placed } = grid;
  const [filtering, setFiltering] = useState<string | null>(null);
  const [inspecting, setInspecting] = useState(false);
  const active = grid.selection?.focus ?? { row: -1, column: -1 };
  const activeColumn = placed[active.column];
  const menuFor = (column: PlacedColumn) => (
    <ColumnMenu
      column={column}
      onSort={(sort) => changeView({ ...view, sort })}
      onFilter={() => setFiltering(column.name)}
      onHide={() => setChanges({ ...changes, hidden: toggled(changes.hidden, column.name) })}
      onPin={() => setChanges({ ...changes, pinned: toggled(changes.pinned, column.name) })}
      onProfile={props.onProfile === undefined ? undefined : () => props.onProfile?.(column.name)}
      onCopyName={() => void writeClipboard(column.name)}
    />
  );
  return (
    <div className="flex min-h-0 min-w-0 grow flex-col">
      {filtering === null ? null : (
        <FilterForm
          column={filtering}
          onCancel={() => setFiltering(null)}
          onAdd={(filter) => {
            setFiltering(null);
            changeView({ ...view, filters: [...view.filters, filter] });
          }}
        />
      )}
      <FilterChips
        filters={view.filters}
        onChange={(filters) => changeView({ ...view, filters })}
      />
      {pages.failed === null ? null : (
        <Banner
          tone="bad"
          action={
            <Button size="small" onClick={pages.retry}>
              Try again
            </Button>
          }
        >
          {pages.failed}
        </Banner>
      )}
      <VirtualGrid
        label={props.label}
        area={grid.area}
        scroll={grid.scroll}
        rows={grid.rows}
        pages={pages}
        selection={grid.selection}
        menuFor={menuFor}
        columns={placed}
        sort={view.sort}
        onSelection={grid.setSelection}
        onSort={(column) => changeView({ ...view, sort: nextSort(view.sort, column) })}
        onInspect={() => setInspecting(true)}
        onCopy={(headers) => void grid.copy(headers ? "tsv-headers" : "tsv")}
        onResize={(name, width) =>
          setChanges({ ...changes, widths: new Map(changes.widths).set(name, width) })
        }
      />
      <GridFooter grid={grid}>{props.footer}</GridFooter>
      {activeColumn === undefined || active.row < 0 ? null : (
        <CellInspector
          open={inspecting}
          onOpenChange={setInspecting}
          column={activeColumn}
          row={active.row}
          value={pages.rowAt(active.row)?.[activeColumn.at]}
        />
      )}
    </div>
  );
}
