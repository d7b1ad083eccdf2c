/**
 * The numbers of the advisory locks. They stand in one list, so that no two locks of this database
 * have the same number. A lock with a second key, such as a person, consists of two numbers.
 */
export const LOCKS = {
  migration: 7_201_301,
  lakeCommit: 7_201_302,
  /** The second key is the person's id. */
  executionQueue: 7_201_303,
  people: 7_201_304,
  /** The second key is the table's name. */
  schema: 7_201_305,
  /** The instance of the batch role that compacts and cleans up holds this lock. */
  batchTurn: 7_201_306,
} as const;
