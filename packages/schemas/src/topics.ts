/** The topics of the event log. */
export const TOPICS = {
  /** Submissions as clients send them. */
  unvalidated: "unvalidated",
  /** Submissions with a time in the past, such as the demo's history. */
  replay: "replay",
} as const;

/** Consumer group that lands both topics in the lake. */
export const LOADER_GROUP = "loader";
