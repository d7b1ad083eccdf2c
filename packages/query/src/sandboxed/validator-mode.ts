import { lockDown, openEngine } from "./engine.ts";
import type { StartMode } from "./options.ts";
import { answerRequests } from "./requests.ts";

/**
 * Checks statements against empty tables of the catalogue's types; this process holds no rows and
 * reads no files. Preparing a statement runs its constants, so the caller sets a time limit.
 */
export const startValidator: StartMode = async (options, send) => {
  const { connection } = await openEngine(options);
  await connection.run("SET errors_as_json = true");
  await lockDown(connection, { paths: [], folders: [] });
  return answerRequests(send, {
    define: async (statements: readonly string[]) => {
      for (const statement of statements) await connection.run(statement);
    },
    check: async (sql: string): Promise<string | null> => {
      try {
        (await connection.prepare(sql)).destroySync();
        return null;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
  });
};
