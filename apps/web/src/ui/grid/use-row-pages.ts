"use client";
import type { ResultRow } from "@headwater/domain";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { FetchRows, GridView } from "./grid-types.ts";

/** The rows of one request: a few screens of rows, so that a slow scroll rarely waits. */
const PAGE_ROWS = 200;
/** The number of kept pages, which have 40,000 rows. */
const KEPT_PAGES = 200;
/** Milliseconds that a scroll position must stay the same before its rows are loaded. */
const SETTLE_MS = 60;

interface PageSource {
  readonly fetchRows: FetchRows;
  readonly view: GridView;
  /** The first rows of the unsorted and unfiltered view, shown until their page is loaded. */
  readonly firstRows: readonly ResultRow[];
}

export interface RowPages {
  readonly rowAt: (index: number) => ResultRow | undefined;
  readonly totalRows: number | null;
  readonly failed: string | null;
  readonly retry: () => void;
  /**
   * Some of the first rows, from which columns take their widths; once present, they do not change.
   */
  readonly sample: readonly ResultRow[];
}

/**
 * Gives rows of the whole result by their index: loads the visible pages and keeps the latest ones.
 * A new `fetchRows` or view drops all pages.
 */
export function useRowPages(
  { fetchRows, view, firstRows }: PageSource,
  wanted: { readonly first: number; readonly end: number },
): RowPages {
  const pages = useRef(new Map<number, readonly ResultRow[]>());
  const asked = useRef(new Set<number>());
  const [totalRows, setTotalRows] = useState<number | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [sample, setSample] = useState(firstRows);
  const [, redraw] = useState(0);
  const generation = useMemo(() => ({ fetchRows, view }), [fetchRows, view]);
  const current = useRef(generation);
  if (current.current !== generation) {
    current.current = generation;
    pages.current = new Map();
    asked.current = new Set();
  }

  const load = useCallback(
    async (page: number) => {
      // Each render wants the page while it is loading, so the request is remembered and not only
      // the answer.
      if (asked.current.has(page)) return;
      asked.current.add(page);
      try {
        const request = { ...generation.view, offset: page * PAGE_ROWS, limit: PAGE_ROWS };
        const answer = await generation.fetchRows(request);
        if (current.current !== generation) return;
        pages.current.set(page, answer.rows);
        forgetOldest(pages.current, asked.current);
        setSample((old) => (old.length > 0 ? old : answer.rows));
        setTotalRows(answer.totalRows);
        setFailed(null);
      } catch (error) {
        if (current.current !== generation) return;
        asked.current.delete(page);
        setFailed(
          error instanceof Error ? error.message : "The rows could not be loaded. Try again.",
        );
      }
      redraw((n) => n + 1);
    },
    [generation],
  );

  const firstPage = Math.floor(wanted.first / PAGE_ROWS);
  const lastPage = Math.floor(Math.max(wanted.first, wanted.end - 1) / PAGE_ROWS);
  useEffect(() => {
    // Dragging the scroll bar passes many pages, and only the page where it rests is loaded.
    const timer = setTimeout(
      () => {
        for (let page = firstPage; page <= lastPage; page++) void load(page);
      },
      pages.current.size === 0 ? 0 : SETTLE_MS,
    );
    return () => clearTimeout(timer);
  }, [firstPage, lastPage, load]);

  const seed = isPlain(view) ? firstRows : [];
  const rowAt = (index: number) => storedRow(pages.current, index) ?? seed[index];
  const retry = () => {
    for (let page = firstPage; page <= lastPage; page++) void load(page);
  };
  return { rowAt, totalRows, failed, retry, sample };
}

function forgetOldest(pages: Map<number, readonly ResultRow[]>, asked: Set<number>): void {
  for (const page of pages.keys()) {
    if (pages.size <= KEPT_PAGES) return;
    pages.delete(page);
    asked.delete(page);
  }
}

function isPlain({ sort, filters }: GridView): boolean {
  return sort === null && filters.length === 0;
}

function storedRow(
  pages: ReadonlyMap<number, readonly ResultRow[]>,
  index: number,
): ResultRow | undefined {
  return pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS];
}
