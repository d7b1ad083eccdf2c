import { LRUCache } from "lru-cache";

/** Answers kept for each function: a busy hour has fewer addresses and browsers than that. */
const MAX_KEPT = 10_000;

/** Keeps the latest answers of a function; when there is no room, the longest unused one goes. */
export function remembered<T extends object>(compute: (text: string) => T): (text: string) => T {
  const answers = new LRUCache<string, T>({ max: MAX_KEPT });
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = compute(text);
    answers.set(text, answer);
    return answer;
  };
}
