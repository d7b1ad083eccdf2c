import { allowListOf, type EngineFunction } from "../gate/allow-list.ts";
import { judge } from "../gate/judge.ts";
import { lockDown, openEngine } from "./engine.ts";
import type { StartMode } from "./options.ts";
import { answerRequests } from "./requests.ts";

interface FunctionRow extends EngineFunction {
  readonly signature: string;
  readonly description: string;
}

/**
 * The gate parses statements and never prepares them, because preparing runs their constant parts.
 */
export const startGate: StartMode = async (options, send) => {
  const { connection } = await openEngine(options);
  await lockDown(connection, { paths: [], folders: [] });
  const reader = await connection.runAndReadAll(
    `SELECT function_name AS name, function_type AS kind, stability, schema_name AS schema,
       function_name || '(' || array_to_string(parameters, ', ') || ')' AS signature,
       coalesce(description, '') AS description
     FROM duckdb_functions() ORDER BY 1, 2, 5`,
  );
  const functions = reader.getRowObjectsJson() as unknown as readonly FunctionRow[];
  const allow = allowListOf(functions);
  const serialize = async (sql: string): Promise<string> => {
    const answer = await connection.runAndReadAll(
      "SELECT json_serialize_sql($1::VARCHAR, skip_null := true, skip_empty := true, skip_default := true)",
      [sql],
    );
    return String(answer.getRows()[0]?.[0]);
  };
  const word = /^[a-z]\w*$/i;
  return answerRequests(send, {
    judge: ({ sql }: { sql: string }) => judge(sql, allow, serialize),
    version: async () =>
      String((await connection.runAndReadAll("SELECT version()")).getRows()[0]?.[0]),
    functions: async () =>
      functions.filter(({ name, kind }) =>
        kind === "table"
          ? allow.tableFunctions.has(name)
          : word.test(name) && allow.scalars.has(name),
      ),
  });
};
