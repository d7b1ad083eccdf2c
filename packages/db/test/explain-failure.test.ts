import { createServer, type Server } from "node:net";
import { createTestDatabase, type TestDatabase } from "@headwater/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { explainDatabaseFailure, migrate } from "../src/index.ts";

let database: TestDatabase;
let notPostgres: Server;

beforeAll(async () => {
  database = await createTestDatabase("empty");
  notPostgres = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  await new Promise<void>((resolve) => notPostgres.listen(0, "127.0.0.1", resolve));
});

afterAll(async () => {
  notPostgres.close();
  await database.remove();
});

/** The explanation that a start gives for a URL. */
async function explained(url: string): Promise<string> {
  return migrate(url).then(
    () => "it worked",
    (error: unknown) => explainDatabaseFailure(url, error),
  );
}

const changed = (change: (url: URL) => void): string => {
  const url = new URL(database.url);
  change(url);
  return url.href;
};

test("a wrong password, database or user is named, and the password is not shown", async () => {
  const { host, pathname } = new URL(database.url);
  const wrong = await explained(changed((url) => (url.password = "hush%21hush")));
  expect(wrong).toBe(`${host}${pathname}: the server refuses this user or password`);
  expect(await explained(changed((url) => (url.pathname = "/nowhere")))).toBe(
    `${host}/nowhere: the server has no database with this name`,
  );
});

test.each([
  ["postgresql://me:hush@127.0.0.1:1/hw", "127.0.0.1:1/hw: no server listens at this address"],
  ["postgresql://me:hush@localhost:1/hw", "localhost:1/hw: no server listens at this address"],
])("an address without a server is named: %s", async (url, text) => {
  expect(await explained(url)).toBe(text);
});

test("an unknown host is named", async () => {
  expect(await explained("postgresql://me:hush@db.invalid/hw")).toMatch(
    /^db\.invalid:5432\/hw: (this host is not known|the name of this host can't be looked up)$/,
  );
});

test("a server that is not PostgreSQL is explained in one line", async () => {
  const { port } = notPostgres.address() as { port: number };
  const text = await explained(`postgresql://me:hush@127.0.0.1:${port}/hw`);
  expect(text).toMatch(new RegExp(`^127\\.0\\.0\\.1:${port}/hw: [^\\n]+$`));
  expect(text).not.toContain("hush");
});

test("a password in a message is redacted", () => {
  const url = "postgresql://me:hu%24h@db:1/hw";
  expect(explainDatabaseFailure(url, new Error("no hu$h\nno hu%24h"))).toBe(
    "db:1/hw: no [redacted] no [redacted]",
  );
});
