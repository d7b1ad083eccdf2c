import type { LexicalRules } from "./dialects.ts";

const EXPONENT = /e[+-]?(?=\d)/iy;

/** The end of the number at `at`; `at` itself if no number begins at that position. */
export function numberEnd(sql: string, at: number, rules: LexicalRules): number {
  const isFraction = sql[at] === ".";
  if (!isDigit(sql, isFraction ? at + 1 : at)) return at;
  const based = rules.basedNumber;
  if (based !== null && sql[at] === "0") {
    based.lastIndex = at;
    if (based.test(sql)) return based.lastIndex;
  }
  let end = digitsEnd(sql, at, rules);
  // The two points of `1..2` are an operator in dialects whose operators are sequences of signs.
  const isRange = rules.operatorSigns !== null && sql[end + 1] === ".";
  if (sql[end] === "." && !isRange) end = digitsEnd(sql, end + 1, rules);
  EXPONENT.lastIndex = end;
  return EXPONENT.test(sql) ? digitsEnd(sql, EXPONENT.lastIndex, rules) : end;
}

function digitsEnd(sql: string, from: number, { hasDigitGroups }: LexicalRules): number {
  let at = from;
  for (;;) {
    if (isDigit(sql, at)) at += 1;
    else if (hasDigitGroups && at > from && sql[at] === "_" && isDigit(sql, at + 1)) at += 2;
    else return at;
  }
}

function isDigit(sql: string, at: number): boolean {
  const code = sql.charCodeAt(at);
  return code >= 48 && code <= 57;
}
