import { AppError } from "@headwater/domain";

/**
 * The most levels of an input: deeper inputs would overflow the stack of code that walks through
 * them.
 */
const DEEPEST = 200;
/** The most characters of a path that an error message shows. */
const MAX_SHOWN = 100;

/** A list or an object inside of the input. */
interface Place {
  readonly value: object;
  readonly name: string;
  readonly within: Place | null;
  readonly depth: number;
}

/**
 * Refuses an input if one of its texts or names contains half of a surrogate pair: no column can
 * store such a text, and each store would write another character instead. All inputs are checked
 * in this one place, because a rule on each text of each input would be forgotten for the next
 * input.
 */
export function refuseBrokenText(input: unknown): void {
  const open: Place[] = [];
  const look = (value: unknown, name: string, within: Place | null): void => {
    if (typeof value === "string") refuseHalf(value, name, within);
    if (typeof value !== "object" || value === null) return;
    const depth = within === null ? 0 : within.depth + 1;
    if (depth > DEEPEST)
      throw new AppError("invalid", `The input is nested deeper than ${DEEPEST} levels.`);
    open.push({ value, name, within, depth });
  };
  look(input, "", null);
  for (let place = open.pop(); place !== undefined; place = open.pop())
    for (const [name, inside] of Object.entries(place.value)) {
      refuseHalf(name, "", place);
      look(inside, name, place);
    }
}

function refuseHalf(text: string, name: string, within: Place | null): void {
  if (text.isWellFormed()) return;
  const [half = ""] = /\p{Surrogate}/u.exec(text) ?? [];
  const code = half.charCodeAt(0).toString(16);
  const path = [name];
  for (let place = within; place !== null; place = place.within) path.unshift(place.name);
  const shown = path.filter((part) => part !== "").join(".");
  throw new AppError(
    "invalid",
    `${shown === "" ? "The input" : shown.slice(0, MAX_SHOWN)} holds half of a character (\\u${code}): send both halves of the surrogate pair, or neither.`,
  );
}
