import type { ExecutionError } from "@headwater/domain";
import { lineAndColumn, wordLength } from "./position.ts";
import { MAX_MESSAGE, MAX_NAME, shorten } from "./shorten.ts";

interface EngineError {
  readonly exception_type?: string;
  readonly exception_message?: string;
  readonly position?: string;
  readonly candidates?: string;
}

const CODES: Readonly<Record<string, ExecutionError["code"]>> = {
  Parser: "parse",
  Syntax: "parse",
  Binder: "binder",
  Catalog: "catalog",
  Permission: "sql_not_allowed",
  "Out of Memory": "out_of_memory",
  Interrupt: "cancelled",
  INTERRUPT: "cancelled",
};

// The engine and the code that hands rows to it report missing memory in many ways. The last
// pattern is the error of a compressor without memory: the engine reads its error number as a size.
const NO_MEMORY =
  /^(?:Failed to append: )?(?:Failed to allocate|Allocation failure|std::bad_alloc)|compressed page size out of range/i;

const NO_SPACE = /No space left on device|Disk quota exceeded/;

/** Characters of an engine's text that are searched; the message is shorter still. */
const MAX_READ = 2 * MAX_MESSAGE;

const CANDIDATES = /Candidate (?:bindings|tables):[\s:]*([\s\S]*)$/i;
const OVERLOADS = /\s*Candidate (?:functions|macros):\s*([\s\S]*)$/i;
const DID_YOU_MEAN = /Did you mean "([^"]+)"\??/;

/**
 * Turns the text of an engine's error (JSON, see `errors_as_json`) into the error that its author
 * sees. `cutBytes` is the number of bytes of the author's text before the text that ran.
 */
export function engineError(text: string, sql: string, cutBytes = 0): ExecutionError {
  const parsed = parse(text);
  if (parsed === null) return { code: codeOfPlain(text), message: tidy(shorten(text, MAX_READ)) };
  const full = shorten(parsed.exception_message ?? text, MAX_READ);
  const code = resourceCode(full) ?? CODES[parsed.exception_type ?? ""] ?? "runtime";
  const offset = offsetOf(parsed, full, { sql, cutBytes });
  const candidates = candidatesOf(parsed, full);
  return {
    code,
    message: tidy(full.replace(OVERLOADS, overloads)),
    ...(Number.isSafeInteger(offset)
      ? { ...lineAndColumn(sql, offset), length: wordLength(sql, offset) }
      : {}),
    ...(candidates.length > 0 ? { candidates } : {}),
  };
}

// A parser's error has its class as a prefix before the JSON.
function parse(text: string): EngineError | null {
  const start = text.indexOf("{");
  if (start < 0) return null;
  try {
    const value: unknown = JSON.parse(text.slice(start));
    return typeof value === "object" && value !== null && "exception_message" in value
      ? (value as EngineError)
      : null;
  } catch {
    return null;
  }
}

function resourceCode(text: string): ExecutionError["code"] | null {
  if (NO_SPACE.test(text)) return "disk_full";
  return NO_MEMORY.test(text) ? "out_of_memory" : null;
}

function codeOfPlain(text: string): ExecutionError["code"] {
  const resource = resourceCode(text);
  if (resource !== null) return resource;
  const kind = /^([A-Z][A-Za-z ]*?) Error:/.exec(text)?.[1];
  return (kind === undefined ? undefined : CODES[kind]) ?? "runtime";
}

function candidatesOf(error: EngineError, message: string): string[] {
  // For a wrong call of a function the candidates are signatures: the message names them, and they
  // are no names to choose from.
  if (OVERLOADS.test(message)) return [];
  const listed = error.candidates ?? CANDIDATES.exec(message)?.[1];
  const names = listed
    ?.split(/[,\n]/)
    .map((name) =>
      name
        .trim()
        .replace(/^"(.*)"$/, "$1")
        .replace(/"/g, ""),
    )
    .filter((name) => name !== "" && name.length <= MAX_NAME);
  const meant = DID_YOU_MEAN.exec(message)?.[1];
  return [...new Set([...(meant === undefined ? [] : [meant]), ...(names ?? [])])].slice(0, 5);
}

/**
 * Makes one readable message, without the class prefix, the excerpt of the statement, the list of
 * `candidates` and the paths of the server.
 */
function tidy(message: string): string {
  return shorten(
    message
      .replace(/^[A-Z][A-Za-z ]* Error:\s*/, "")
      // The engine calls a view a "Values list".
      .replace(/^Values list /, "Table ")
      .replace(/\n+LINE \d+:[\s\S]*$/, "")
      // Analysts can't change settings, so the advice to change a setting is replaced.
      .replace(/\s*Use "SET [^"]*"[^.]*\.?/, " Nest it less deeply.")
      .replace(/\n+Stack Trace:[\s\S]*$/, "")
      .replace(/\s*Candidate (?:bindings|tables):[\s\S]*$/i, "")
      .replace(/\n\n(?:Possible solutions|You can use)[\s\S]*$/, "")
      // Messages of this product have no exclamation marks.
      .replace(/!(?=\s|$)/g, ".")
      .replace(/(["'`]?)(?:\/[^\s/"'`:]+){2,}\1/g, "a file")
      .trim(),
    MAX_MESSAGE,
  );
}

// For `alias.column` the engine gives the position of the alias, but the wrong word is the column.
function offsetOf(
  { position }: EngineError,
  message: string,
  { sql, cutBytes }: { readonly sql: string; readonly cutBytes: number },
): number {
  if (position === undefined) return Number.NaN;
  const offset = Number(position) + cutBytes;
  if (!message.includes("does not have a column named")) return offset;
  const rest = Buffer.from(sql).subarray(offset).toString();
  const alias = /^(?:"(?:[^"]|"")*"|[\p{L}\p{N}_$]+)\s*\.\s*/u.exec(rest)?.[0] ?? "";
  return offset + Buffer.byteLength(alias);
}

const MOST_OVERLOADS = 6;

function overloads(_: string, list: string): string {
  const signatures = list
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const more = signatures.length > MOST_OVERLOADS ? ", …" : "";
  return ` There are ${signatures.slice(0, MOST_OVERLOADS).join(", ")}${more}`;
}
