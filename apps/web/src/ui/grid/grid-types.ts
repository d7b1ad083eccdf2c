import type { ResultColumn, ResultRow } from "@headwater/domain";
import type { PageRequest, ResultFilter } from "@headwater/query/client";

export type GridFilter = ResultFilter;
export type FilterOperator = GridFilter["operator"];
export type GridSort = NonNullable<PageRequest["sort"]>;

/**
 * The sort and the filters of a grid, which apply to all rows of the result and not only to loaded
 * rows.
 */
export interface GridView {
  readonly sort: GridSort | null;
  readonly filters: readonly GridFilter[];
}

export interface RowsRequest extends GridView {
  readonly offset: number;
  readonly limit: number;
}

interface RowsAnswer {
  readonly rows: readonly ResultRow[];
  /** The number of rows that match the filters. */
  readonly totalRows: number;
}

/** Loads rows of a grid. */
export type FetchRows = (request: RowsRequest) => Promise<RowsAnswer>;

export type GridColumn = ResultColumn;
