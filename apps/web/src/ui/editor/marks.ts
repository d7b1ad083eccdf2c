import type { ExecutionError } from "@headwater/domain";

/** What is wrong in the text of the editor; lines and columns from 1, as the editor counts. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly message: string;
  /** Words that may have been meant, best first. */
  readonly candidates: readonly string[];
}

const WORD = /[\p{L}\p{N}_$]+/uy;

/** Places an error of a statement into the text that holds it: `offset` is where the statement begins. */
export function problemOf(text: string, error: ExecutionError, offset = 0): Problem {
  const before = text.slice(0, offset).split("\n");
  const inFirst = (error.line ?? 1) === 1;
  const line = before.length - 1 + (error.line ?? 1);
  const column = (inFirst ? (before.at(-1)?.length ?? 0) : 0) + (error.column ?? 1);
  const lineText = text.split("\n")[line - 1] ?? "";
  const length = error.length ?? wordLength(lineText, column);
  return {
    line,
    column,
    endColumn: column + Math.max(1, length),
    message: firstSentence(error.message),
    candidates: error.candidates ?? [],
  };
}

function wordLength(line: string, column: number): number {
  // Errors name a place, not a stretch: the word that begins there is marked.
  WORD.lastIndex = column - 1;
  return WORD.exec(line)?.[0].length ?? 1;
}

/** The engine repeats the statement below its message; the editor shows the place itself. */
function firstSentence(message: string): string {
  return message.split(/\n+\s*(?:LINE \d+:|Candidate)/)[0]?.trim() ?? message;
}

/** How the problem stands in the list: `line:column message`. */
export function problemText({ line, column, message }: Problem): string {
  return `${line}:${column} ${message}`;
}

/** The text with the wrong word replaced. */
export function mended(text: string, problem: Problem, word: string): string {
  const lines = text.split("\n");
  const line = lines[problem.line - 1] ?? "";
  lines[problem.line - 1] =
    `${line.slice(0, problem.column - 1)}${word}${line.slice(problem.endColumn - 1)}`;
  return lines.join("\n");
}
