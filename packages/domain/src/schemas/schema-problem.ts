/** What is the matter with a schema, and where. */
export interface SchemaProblem {
  readonly path: string;
  readonly reason: string;
}
