import type { ResultColumn, ResultRow } from "@headwater/domain";
import type { PageRequest, ResultFilter } from "@headwater/query/client";

export type GridFilter = ResultFilter;
export type FilterOperator = GridFilter["operator"];
export type GridSort = NonNullable<PageRequest["sort"]>;

/** What the grid shows of its rows: sort and filters work over all of them, not only those in sight. */
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
  /** Rows after filters. */
  readonly totalRows: number;
}

/** Where a grid gets its rows from. */
export type FetchRows = (request: RowsRequest) => Promise<RowsAnswer>;

export type GridColumn = ResultColumn;
