/** A statement after an EXPLAIN, and the facts of the text before it. */
export interface ExplainedText {
  readonly body: string;
  /** UTF-8 bytes cut from the beginning. */
  readonly cutBytes: number;
  /** The requested format of the plan; null for the default. */
  readonly format: string | null;
  /** True if the EXPLAIN would run the statement. */
  readonly analyze: boolean;
}

const EXPLAIN = /explain\b/iy;
const ANALYZE = /analy[sz]e\b/iy;
const OPTIONS = /\(\s*format\s+['"]?(json|text|html|graphviz|yaml|mermaid|default)['"]?\s*\)/iy;

/**
 * Finds the statement after a leading EXPLAIN; null if the text does not begin with EXPLAIN.
 * Security does not depend on the result: the text that is cut off never runs, and the rest is
 * judged as a statement of its own.
 */
export function cutExplain(sql: string): ExplainedText | null {
  const explain = skip(EXPLAIN, sql, skipSpace(sql, 0));
  if (explain === null) return null;
  const next = skipSpace(sql, explain);
  OPTIONS.lastIndex = next;
  const options = OPTIONS.exec(sql);
  const end = options === null ? next : OPTIONS.lastIndex;
  return {
    body: sql.slice(end),
    cutBytes: Buffer.byteLength(sql.slice(0, end)),
    format: options?.[1]?.toLowerCase() ?? null,
    analyze: skip(ANALYZE, sql, next) !== null,
  };
}

const BLANK = /\s*/y;
const LINE_COMMENT = /--[^\n\r]*/y;
const BLOCK_MARK = /\/\*|\*\//g;

/**
 * Skips white space and comments as the engine does: `/* *\/` nests, and a line ends with LF or CR.
 */
function skipSpace(sql: string, from: number): number {
  let at = from;
  for (let start = -1; start !== at; ) {
    start = at;
    at = skip(BLANK, sql, at) ?? at;
    at = skip(LINE_COMMENT, sql, at) ?? at;
    if (sql.startsWith("/*", at)) at = blockEnd(sql, at);
  }
  return at;
}

function blockEnd(sql: string, from: number): number {
  let depth = 0;
  BLOCK_MARK.lastIndex = from;
  for (let mark = BLOCK_MARK.exec(sql); mark !== null; mark = BLOCK_MARK.exec(sql)) {
    depth += mark[0] === "/*" ? 1 : -1;
    if (depth === 0) return BLOCK_MARK.lastIndex;
  }
  return sql.length;
}

function skip(pattern: RegExp, sql: string, from: number): number | null {
  pattern.lastIndex = from;
  return pattern.test(sql) ? pattern.lastIndex : null;
}
