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

// What the kernel refused is told in many ways, by the engine and by what hands it rows.
// The last one comes from a packer that ran out of memory: the engine takes the number of its error for a size.
const NO_MEMORY =
  /^(?:Failed to append: )?(?:Failed to allocate|Allocation failure|std::bad_alloc)|compressed page size out of range/i;

const NO_SPACE = /No space left on device|Disk quota exceeded/;

/** Characters of an engine's text that are searched; what is told of it is shorter still. */
const MAX_READ = 2 * MAX_MESSAGE;

const CANDIDATES = /Candidate (?:bindings|tables):[\s:]*([\s\S]*)$/i;
const OVERLOADS = /\s*Candidate (?:functions|macros):\s*([\s\S]*)$/i;
const DID_YOU_MEAN = /Did you mean "([^"]+)"\??/;

/** Turns the text of an engine's error (JSON, see `errors_as_json`) into what its author is shown. `cutBytes` of the author's text stand before the text that ran. */
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
  // Of a function called wrongly these are signatures: they are told in the message, they replace nothing.
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

/** One readable message: no class prefix, no excerpt of the statement, no list that stands in `candidates`, no path of the server. */
function tidy(message: string): string {
  return shorten(
    message
      .replace(/^[A-Z][A-Za-z ]* Error:\s*/, "")
      // So the engine calls a view.
      .replace(/^Values list /, "Table ")
      .replace(/\n+LINE \d+:[\s\S]*$/, "")
      // Analysts can't change settings, so the advice to do it is replaced.
      .replace(/\s*Use "SET [^"]*"[^.]*\.?/, " Nest it less deeply.")
      .replace(/\n+Stack Trace:[\s\S]*$/, "")
      .replace(/\s*Candidate (?:bindings|tables):[\s\S]*$/i, "")
      .replace(/\n\n(?:Possible solutions|You can use)[\s\S]*$/, "")
      // An error is no occasion to shout.
      .replace(/!(?=\s|$)/g, ".")
      .replace(/(["'`]?)(?:\/[^\s/"'`:]+){2,}\1/g, "a file")
      .trim(),
    MAX_MESSAGE,
  );
}

// Of `alias.column` the engine points at the alias; the wrong word is the column.
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
