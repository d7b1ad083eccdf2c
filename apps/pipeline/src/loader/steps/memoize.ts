import { LRUCache } from "lru-cache";

/** Number of results to keep for each function: a busy hour has fewer addresses and browsers. */
const MAX_KEPT = 10_000;

/**
 * Keeps the results of a function in memory; drops the result that was not used for the longest
 * time.
 */
export function memoize<T extends object>(compute: (text: string) => T): (text: string) => T {
  const answers = new LRUCache<string, T>({ max: MAX_KEPT });
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = compute(text);
    answers.set(text, answer);
    return answer;
  };
}
