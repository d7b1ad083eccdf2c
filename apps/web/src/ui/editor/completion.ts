/** A proposal for the word at the cursor. */
export interface Proposal {
  readonly label: string;
  readonly insert: string;
  readonly kind: "column" | "table" | "schema" | "function" | "keyword" | "alias";
  readonly detail?: string | undefined;
}

/** The order of the kinds in the list: names of the statement before words of the language. */
const ORDER = { column: 0, alias: 1, table: 2, schema: 3, function: 4, keyword: 5 } as const;

/** The sort key of a proposal: its kind, then its original order. */
export function sortKey(proposal: Proposal, index: number): string {
  return `${ORDER[proposal.kind]}${String(index).padStart(5, "0")}`;
}

/**
 * The number of characters before the cursor that a proposal replaces: the word, or an open quoted
 * name.
 */
export function replacedBefore(lineToCursor: string): number {
  const quoted = /"[^"]*$/.exec(lineToCursor);
  const quotes = (lineToCursor.match(/"/g) ?? []).length;
  if (quoted !== null && quotes % 2 === 1) return quoted[0].length;
  return /[\p{L}\p{N}_$]*$/u.exec(lineToCursor)?.[0].length ?? 0;
}
