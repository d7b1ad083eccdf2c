import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { TestProject } from "vitest/node";
import { type DatabaseServer, startDatabaseServer } from "./server.ts";

/**
 * Lets the test files of a run share one PostgreSQL server. Each test file runs in a separate
 * process, so test files ask for databases over HTTP. The server starts with the first request.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let databases: Promise<DatabaseServer> | null = null;
  const answer = async (request: IncomingMessage): Promise<string> => {
    databases ??= startDatabaseServer();
    const server = await databases;
    const body = await text(request);
    if (request.method === "DELETE") await server.remove(body);
    return request.method === "DELETE"
      ? ""
      : server.create(body === "empty" ? "empty" : "migrated");
  };
  const endpoint = createServer((request, response) => {
    answer(request).then(
      (body) => response.end(body),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  endpoint.listen(0, "127.0.0.1");
  await once(endpoint, "listening");
  const { port } = endpoint.address() as AddressInfo;
  project.provide("testDatabases", `http://127.0.0.1:${port}/`);
  return async () => {
    endpoint.closeAllConnections();
    endpoint.close();
    await (await databases)?.stop();
  };
}
