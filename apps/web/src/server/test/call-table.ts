import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROLES, type Role } from "@headwater/domain/rights";

/** A call of the portal: one line of a feature's `costs.md`. */
interface CallLine {
  /** `feature.procedure`, or a method and a path. */
  readonly call: string;
  /**
   * The lowest role that may make the call; `open` for everybody, and `own` for a call that has
   * rules and tests of its own.
   */
  readonly from: string;
  /** The procedure that does the same as this route; empty for all other calls. */
  readonly sameRightAs: string;
  readonly cost: string;
}

const src = join(import.meta.dirname, "../..");

/** Every line of every table of calls. */
export const CALLS: readonly CallLine[] = globSync("{features/*,server}/costs.md", { cwd: src })
  .toSorted()
  .flatMap((file) => linesOf(readFileSync(join(src, file), "utf8")));

function linesOf(text: string): CallLine[] {
  const rows = text.split("\n").filter((line) => line.startsWith("| "));
  // The head of the table is two rows: the names of the columns, and the line below them.
  return rows.slice(2).map((row) => {
    const [, call = "", from = "", sameRightAs = "", cost = ""] = row
      .split("|")
      .map((cell) => cell.trim());
    return { call, from, sameRightAs, cost };
  });
}

const isRoute = ({ call }: CallLine) => call.includes(" ");
const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);
const roleOf = ({ call, from }: CallLine): Role => {
  if (isRole(from)) return from;
  throw new Error(`${call}: \`${from}\` is no role.`);
};

/** The lowest role that may call each procedure. */
export const PROCEDURES: Readonly<Record<string, Role>> = Object.fromEntries(
  CALLS.filter((line) => !isRoute(line)).map((line) => [line.call, roleOf(line)]),
);

/** The lowest role that may call each route; `open` is for everybody. */
export const ROUTES: Readonly<Record<string, Role | "open">> = Object.fromEntries(
  CALLS.filter((line) => isRoute(line) && line.from !== "own").map((line) => [
    line.call,
    line.from === "open" ? "open" : roleOf(line),
  ]),
);

/**
 * Routes with the procedures that do the same: if their rights differed, one would bypass the
 * other.
 */
export const SAME_ACTIONS: Readonly<Record<string, string>> = Object.fromEntries(
  CALLS.filter(({ sameRightAs }) => sameRightAs !== "").map(({ call, sameRightAs }) => [
    call,
    sameRightAs,
  ]),
);
