import { lockDown, openEngine } from "./engine.ts";
import type { StartMode } from "./options.ts";
import { answering } from "./requests.ts";

/** Checks statements against empty tables of the catalogue's types; it holds no row and reads no file. Preparing runs constants, so its caller sets the clock. */
export const startValidator: StartMode = async (options, send) => {
  const { connection } = await openEngine(options);
  await connection.run("SET errors_as_json = true");
  await lockDown(connection, { paths: [], folders: [] });
  return answering(send, {
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
