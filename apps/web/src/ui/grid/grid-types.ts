import type { ResultColumn, ResultRow } from "@headwater/domain";

export type FilterOperator =
  | "eq"
  | "ne"
  | "lt"
  | "le"
  | "gt"
  | "ge"
  | "contains"
  | "not_contains"
  | "is_null"
  | "not_null";

export interface GridFilter {
  readonly column: string;
  readonly operator: FilterOperator;
  readonly value?: string;
}

export interface GridSort {
  readonly column: string;
  readonly descending: boolean;
}

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
