/** A proposal for the word at the cursor. */
export interface Proposal {
  readonly label: string;
  readonly insert: string;
  readonly kind: "column" | "table" | "schema" | "function" | "keyword" | "alias";
  readonly detail?: string | undefined;
}

/** Order of the kinds in the list: what the statement names before what the language has. */
const ORDER = { column: 0, alias: 1, table: 2, schema: 3, function: 4, keyword: 5 } as const;

/** Sorts as the list shows it; the order within a kind stays. */
export function sortKey(proposal: Proposal, index: number): string {
  return `${ORDER[proposal.kind]}${String(index).padStart(5, "0")}`;
}

/** How many characters before the cursor the proposal takes the place of: the word, also an open quoted name. */
export function replacedBefore(lineToCursor: string): number {
  const quoted = /"[^"]*$/.exec(lineToCursor);
  const quotes = (lineToCursor.match(/"/g) ?? []).length;
  if (quoted !== null && quotes % 2 === 1) return quoted[0].length;
  return /[\p{L}\p{N}_$]*$/u.exec(lineToCursor)?.[0].length ?? 0;
}
