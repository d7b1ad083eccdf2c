import { MAX_NAME } from "./shorten.ts";

/**
 * The names most similar to the wanted one, best first: names that are equal without case, then
 * names with the same ending (`visit_v1` for `shop.visit_v1`), then names by edit distance.
 */
export function similarNames(wanted: string, names: Iterable<string>, most = 5): string[] {
  // The time for the distance grows with the product of both lengths, and no name is similar to
  // such a long one.
  if (wanted.length > MAX_NAME) return [];
  const target = wanted.toLowerCase();
  const scored: { name: string; score: number }[] = [];
  for (const name of names) {
    const score = scoreOf(target, name.toLowerCase());
    if (score <= Math.max(2, target.length / 3)) scored.push({ name, score });
  }
  scored.sort((one, other) => one.score - other.score || (one.name < other.name ? -1 : 1));
  return scored.slice(0, most).map(({ name }) => name);
}

function scoreOf(target: string, name: string): number {
  if (target === name) return 0;
  const last = name.slice(name.lastIndexOf(".") + 1);
  if (target === last) return 0.5;
  if (last.startsWith(target) || name.startsWith(target)) return 1;
  return Math.min(distance(target, name), distance(target, last) + 0.5);
}

/** The Levenshtein distance, computed with two rows of the table. */
function distance(one: string, other: string): number {
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const change = one[row - 1] === other[column - 1] ? 0 : 1;
      const best = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + change,
      );
      current.push(best);
    }
    previous = current;
  }
  return previous[other.length] ?? 0;
}
