import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the process that hands out databases. */
    testDatabases: string;
  }
}

/** A database of one test file on the server of the test run. */
export interface TestDatabase {
  readonly url: string;
  /** Removes the database; connections that are left in it end. */
  remove(): Promise<void>;
}

/**
 * Makes a database with all migrations applied, or one without any table. A test that stops or kills
 * its PostgreSQL server starts a server of its own instead.
 */
export async function createTestDatabase(
  kind: "migrated" | "empty" = "migrated",
): Promise<TestDatabase> {
  const url = await ask("POST", kind);
  return {
    url,
    remove: async () => {
      await ask("DELETE", url);
    },
  };
}

async function ask(method: string, body: string): Promise<string> {
  const response = await fetch(inject("testDatabases"), { method, body });
  const answer = await response.text();
  if (!response.ok) throw new Error(`No test database: ${answer}`);
  return answer;
}
