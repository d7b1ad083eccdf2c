/**
 * Numbers of the advisory locks, in one list so that no two locks of this database are the same.
 * A lock with a second key, such as a person, takes the form of two numbers.
 */
export const LOCKS = {
  migration: 7_201_301,
  lakeCommit: 7_201_302,
  /** With the person's id as second key. */
  executionQueue: 7_201_303,
  people: 7_201_304,
  /** With the table's name as second key. */
  schema: 7_201_305,
  /** Of the one instance of the batch role that compacts and clears up. */
  batchTurn: 7_201_306,
} as const;
