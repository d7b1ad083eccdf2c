/** Who reads the lake. */
export interface LakeReader {
  readonly id: string;
  readonly role: "viewer" | "analyst" | "admin";
}

/** Tables that a person may read, of those there are. Today every role reads the whole lake; rules per person come here and nowhere else. */
export function readableTables<Table>(_: LakeReader, tables: readonly Table[]): readonly Table[] {
  return tables;
}

/** What of a person decides over the rows of a result: results are shared only between equal contexts. */
export function securityContext(_: LakeReader): string {
  return "lake:all";
}
