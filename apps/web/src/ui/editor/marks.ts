import type { ExecutionError } from "@headwater/domain";

/** A problem in the text of the editor. Lines and columns begin at 1, as in the editor. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly message: string;
  /** Words that the author may have meant, the most likely first. */
  readonly candidates: readonly string[];
}

const WORD = /[\p{L}\p{N}_$]+/uy;

/**
 * Converts an error of a statement to a problem of the whole text; `offset` is the start of the
 * statement.
 */
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
  // An error names a position without a length, so the word that begins there is marked.
  WORD.lastIndex = column - 1;
  return WORD.exec(line)?.[0].length ?? 1;
}

/**
 * The message without the statement that the engine repeats below it, because the editor marks the
 * position itself.
 */
function firstSentence(message: string): string {
  return message.split(/\n+\s*(?:LINE \d+:|Candidate)/)[0]?.trim() ?? message;
}

/** The text of a problem in the list: `line:column message`. */
export function problemText({ line, column, message }: Problem): string {
  return `${line}:${column} ${message}`;
}

/** The text with the wrong word replaced. */
export function withWordReplaced(text: string, problem: Problem, word: string): string {
  const lines = text.split("\n");
  const line = lines[problem.line - 1] ?? "";
  lines[problem.line - 1] =
    `${line.slice(0, problem.column - 1)}${word}${line.slice(problem.endColumn - 1)}`;
  return lines.join("\n");
}
