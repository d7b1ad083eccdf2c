/** Topics of the event log, by what they carry. */
export const TOPICS = {
  /** Submissions as clients send them. */
  unvalidated: "unvalidated",
  /** Submissions of the past that enter once more, such as the demo's history. */
  replay: "replay",
} as const;

/** Consumer group that lands both topics in the lake. */
export const LOADER_GROUP = "loader";
