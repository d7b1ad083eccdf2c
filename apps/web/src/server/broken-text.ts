import { AppError } from "@headwater/domain";

/** No input of ours is nested as deep; what is deeper would end the stack of whoever walks through it. */
const DEEPEST = 200;
/** Of a name in the place of a fault this much is told. */
const MAX_TOLD = 100;

/** A list or an object inside of what was sent. */
interface Place {
  readonly value: object;
  readonly name: string;
  readonly within: Place | null;
  readonly depth: number;
}

/**
 * Refuses what was sent where one of its texts, or the name of a value, holds half of a surrogate pair: no column can
 * store it, and each store on the way would write another character in its place. Asked once for all that people
 * send, as JSON is read: a rule on each text of each input would be forgotten on the next one.
 */
export function refuseBrokenText(input: unknown): void {
  const open: Place[] = [];
  const look = (value: unknown, name: string, within: Place | null): void => {
    if (typeof value === "string") refuseHalf(value, name, within);
    if (typeof value !== "object" || value === null) return;
    const depth = within === null ? 0 : within.depth + 1;
    if (depth > DEEPEST)
      throw new AppError("invalid", `What was sent is nested deeper than ${DEEPEST} levels.`);
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
  const told = path.filter((part) => part !== "").join(".");
  throw new AppError(
    "invalid",
    `${told === "" ? "What was sent" : told.slice(0, MAX_TOLD)} holds half of a character (\\u${code}): send both halves of the surrogate pair, or neither.`,
  );
}
