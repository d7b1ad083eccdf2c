/** A problem of a schema: its path and the reason. */
export interface SchemaProblem {
  readonly path: string;
  readonly reason: string;
}
