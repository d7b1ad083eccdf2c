/** The part of a statement that is parsed, and what stood before it. */
export interface StatementText {
  readonly body: string;
  /** UTF-8 bytes cut from the beginning. */
  readonly cutBytes: number;
  readonly explain: "none" | "plain" | "analyze";
}

// White space and comments; `/* */` nests in no statement that matters here.
const SPACE = /(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/y;
const EXPLAIN = /explain\b/iy;
const ANALYZE = /analy[sz]e\b/iy;
const OPTIONS = /\(\s*format\s+['"]?(?:json|text|html|graphviz|yaml|mermaid|default)['"]?\s*\)/iy;

/** Cuts a leading EXPLAIN off: the engine can't serialise it, so the statement behind it is checked. */
export function cutExplain(sql: string): StatementText {
  const start = skip(SPACE, sql, 0) ?? 0;
  const explain = skip(EXPLAIN, sql, start);
  if (explain === null) return { body: sql, cutBytes: 0, explain: "none" };
  const next = skip(SPACE, sql, explain) ?? explain;
  if (skip(ANALYZE, sql, next) !== null) return { body: "", cutBytes: 0, explain: "analyze" };
  const end = skip(OPTIONS, sql, next) ?? next;
  return {
    body: sql.slice(end),
    cutBytes: Buffer.byteLength(sql.slice(0, end)),
    explain: "plain",
  };
}

function skip(pattern: RegExp, sql: string, from: number): number | null {
  pattern.lastIndex = from;
  return pattern.test(sql) ? pattern.lastIndex : null;
}
