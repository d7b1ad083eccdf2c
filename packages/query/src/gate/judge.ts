import type { ExecutionError } from "@headwater/domain";
import { isTooLong, TOO_LONG } from "@headwater/domain/query";
import { lineAndColumn, wordLength } from "../errors/position.ts";
import { MAX_MESSAGE, shorten } from "../errors/shorten.ts";
import { similarNames } from "../errors/similar.ts";
import type { AllowList } from "./allow-list.ts";
import { cutExplain } from "./statement-text.ts";
import type { GateVerdict, JudgedText } from "./verdict.ts";
import { type Refusal, walkStatement } from "./walk.ts";

/** Parses a text without binding or running it: the answer of `json_serialize_sql`. */
export type SerializeSql = (sql: string) => Promise<string>;

interface Serialized {
  readonly error: boolean;
  readonly error_type?: string;
  readonly error_message?: string;
  readonly position?: string | number;
  readonly statements?: readonly unknown[];
}

/**
 * Decides if a statement may run: one SELECT (or its EXPLAIN) that calls only allowed functions.
 * The caller, who knows the catalogue, judges the tables.
 */
export async function judge(
  sql: string,
  allow: AllowList,
  serialize: SerializeSql,
): Promise<GateVerdict> {
  if (isTooLong(sql)) return refused({ code: "sql_not_allowed", message: TOO_LONG });
  if (sql.includes("\0"))
    return refused({ code: "sql_not_allowed", message: "The statement contains a NUL character." });
  const parsed = await parse(sql, serialize);
  const whole: JudgedText = { prefix: "", text: sql, cutBytes: 0 };
  if (!parsed.error) return verdictOf(sql, whole, { parsed, allow });
  // The engine can't serialise an EXPLAIN. So the statement after EXPLAIN is judged, and runs after
  // an EXPLAIN of our own.
  const explained = parsed.error_type === NOT_A_QUERY ? cutExplain(sql) : null;
  if (explained === null) return refused(parseError(sql, whole, parsed));
  if (explained.analyze)
    return refused({
      code: "sql_not_allowed",
      message: "EXPLAIN ANALYZE runs the statement; use EXPLAIN to see its plan.",
    });
  const { body, cutBytes, format } = explained;
  const run: JudgedText = { prefix: `EXPLAIN (FORMAT ${format ?? "text"}) `, text: body, cutBytes };
  const inner = await parse(body, serialize);
  if (inner.error && body.trimStart().startsWith("("))
    return refused({ code: "sql_not_allowed", message: EXPLAIN_OPTIONS });
  if (inner.error) return refused(parseError(sql, run, inner));
  return verdictOf(sql, run, { parsed: inner, allow });
}

const EXPLAIN_OPTIONS =
  "EXPLAIN takes no options here except a format, e.g. (FORMAT json), and it never runs the statement.";
/**
 * The engine's `error_type` for a statement that it can parse but not serialise, such as every
 * statement but a SELECT.
 */
const NOT_A_QUERY = "not implemented";

async function parse(sql: string, serialize: SerializeSql): Promise<Serialized> {
  const text = await serialize(sql);
  try {
    return JSON.parse(text) as Serialized;
  } catch {
    // The engine writes a number like 1e400 as Infinity, which is no JSON.
    const message = "A number of the statement is too large, like 1e400, or is no number.";
    return { error: true, error_type: "parser", error_message: message };
  }
}

interface Parsed {
  readonly parsed: Serialized;
  readonly allow: AllowList;
}

function verdictOf(sql: string, run: JudgedText, { parsed, allow }: Parsed): GateVerdict {
  const statements = parsed.statements ?? [];
  if (statements.length !== 1) return refused(countError(statements.length));
  const walked = walkStatement(statements[0], allow);
  const [refusal] = walked.refusals;
  const shift = (offset: number | null) => (offset === null ? null : offset + run.cutBytes);
  if (refusal !== undefined)
    return refused(refusalError(sql, { ...refusal, offset: shift(refusal.offset) }, allow));
  return {
    allowed: true,
    tables: walked.tables.map((table) => ({ ...table, offset: shift(table.offset) })),
    volatile: walked.volatile,
    run,
    parameters: [...walked.parameters],
  };
}

function refused(error: ExecutionError): GateVerdict {
  return { allowed: false, error };
}

// The line, column and length of an error, from its byte offset.
function located(
  sql: string,
  offset: number | null,
): Pick<ExecutionError, "line" | "column" | "length"> {
  if (offset === null) return {};
  return { ...lineAndColumn(sql, offset), length: wordLength(sql, offset) };
}

function parseError(sql: string, { cutBytes }: JudgedText, parsed: Serialized): ExecutionError {
  const message = shorten(parsed.error_message ?? "The statement can't be parsed.", MAX_MESSAGE);
  if (parsed.error_type === NOT_A_QUERY)
    return message.startsWith("Only SELECT")
      ? {
          code: "sql_not_allowed",
          message:
            "Only queries can be run here: SELECT, WITH, VALUES, DESCRIBE, SUMMARIZE and EXPLAIN. (PIVOT needs its values listed: PIVOT … ON x IN (…).)",
        }
      : { code: "parse", message };
  const offset = parsed.position === undefined ? null : Number(parsed.position) + cutBytes;
  return { code: "parse", message: capitalized(message), ...located(sql, offset) };
}

function countError(count: number): ExecutionError {
  return count === 0
    ? { code: "parse", message: "There is no statement to run." }
    : {
        code: "sql_not_allowed",
        message: `One statement at a time: there are ${count}. Select the one to run.`,
      };
}

function refusalError(sql: string, refusal: Refusal, allow: AllowList): ExecutionError {
  const place = located(sql, refusal.offset);
  if (refusal.kind === "unknown-function")
    return {
      code: "catalog",
      message: `There is no function ${shorten(refusal.name)}.`,
      ...place,
      candidates: similarNames(refusal.name, allow.scalars),
    };
  return {
    code: "sql_not_allowed",
    message: REASONS[refusal.kind](shorten(refusal.name)),
    ...place,
  };
}

const REASONS: Record<Exclude<Refusal["kind"], "unknown-function">, (name: string) => string> = {
  function: (name) => `The function ${name} can't be used here.`,
  "table-function": (name) =>
    `The table function ${name} can't be used here; query the tables of the catalog.`,
  show: (name) => `SHOW ${name} can't be used here; the tables are in the catalog.`,
  catalog: (name) => `${name} is not a table of the lake: write namespace.table.`,
  node: () => "This kind of statement can't be run here.",
};

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
