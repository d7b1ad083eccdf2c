/** The lake as Re:dash describes a data source; there is no other data source yet. */
export const DATA_SOURCE = {
  id: 1,
  name: "Lake",
  type: "duckdb",
  syntax: "sql",
  paused: 0,
  pause_reason: null,
  view_only: false,
  supports_auto_limit: true,
} as const;
