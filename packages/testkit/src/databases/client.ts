import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the process that makes databases for tests. */
    testDatabases: string;
  }
}

/** A database of one test file on the server of the test run. */
export interface TestDatabase {
  readonly url: string;
  /** Removes the database and ends its connections. */
  remove(): Promise<void>;
}

/**
 * Makes a database with all migrations applied, or an empty one. A test that stops or kills its
 * PostgreSQL server uses `startOwnServer` instead.
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
