"use client";
import type { ResultRow } from "@headwater/domain";
import { useMemo, useRef, useState } from "react";
import { type ColumnChanges, NO_CHANGES, placeColumns } from "./columns.ts";
import type { FetchRows, GridColumn, GridView } from "./grid-types.ts";
import { ROW_HEIGHT, visibleRows } from "./scroll-window.ts";
import { rangeOf, type Selection } from "./selection.ts";
import { useCopy } from "./use-copy.ts";
import { useRowPages } from "./use-row-pages.ts";
import { useScrollOffset } from "./use-scroll-offset.ts";
import { useSums } from "./use-sums.ts";

const PLAIN: GridView = { sort: null, filters: [] };

interface GridSource {
  readonly columns: readonly GridColumn[];
  readonly fetchRows: FetchRows;
  readonly totalRows: number;
  readonly firstRows?: readonly ResultRow[];
}

/** The state of a grid: view, columns, selection, scroll position and pages. */
export function useGridState({ columns, fetchRows, totalRows, firstRows = [] }: GridSource) {
  const area = useRef<HTMLDivElement>(null);
  const [view, setView] = useState(PLAIN);
  const [changes, setChanges] = useState<ColumnChanges>(NO_CHANGES);
  const [selection, setSelection] = useState<Selection | null>(null);
  const [matching, setMatching] = useState(0);

  const rows = view.filters.length > 0 ? matching : totalRows;
  const scroll = useScrollOffset(area, rows, ROW_HEIGHT);
  // At least one row is requested, because a filtered view learns its number of rows only from an
  // answer.
  const wanted = visibleRows(Math.max(rows, 1), scroll.offset, scroll.viewport.height);
  const pages = useRowPages({ fetchRows, view, firstRows }, wanted);
  if (pages.totalRows !== null && pages.totalRows !== matching) setMatching(pages.totalRows);

  const { sample } = pages;
  const placed = useMemo(() => placeColumns(columns, changes, sample), [columns, changes, sample]);
  const range = useMemo(() => (selection === null ? null : rangeOf(selection)), [selection]);
  const copy = useCopy({ range, columns: placed, fetchRows, view, pages });
  const sums = useSums(range, placed, pages);
  const changeView = (next: GridView) => {
    setView(next);
    setSelection(null);
    scroll.moveTo(0);
  };
  return {
    area,
    view,
    changeView,
    changes,
    setChanges,
    selection,
    setSelection,
    rows,
    scroll,
    pages,
    placed,
    range,
    copy,
    sums,
  };
}
