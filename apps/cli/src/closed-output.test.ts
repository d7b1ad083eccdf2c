import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const MANY = 200_000;
const statements: string[] = [];
let server: Server;

/** A server that answers like a portal: each answer is longer than the buffer of a pipe. */
beforeAll(async () => {
  const long = <Row>(row: (n: number) => Row) => Array.from({ length: MANY }, (_, n) => row(n));
  const data = { columns: [{ name: "n" }], rows: long((n) => ({ n })) };
  const schema = { namespace: "shop", docType: "visit", revision: 1, origin: "user" };
  const stage = {
    stage: "edge",
    instance: "edge@here",
    state: "failed",
    ageSeconds: 1,
    details: [],
  };
  const answers: Readonly<Record<string, unknown>> = {
    "/api/query_results": { query_result: { id: "1", data } },
    "/api/query_results/1": { query_result: { id: "1", data } },
    "/api/query_results/1.csv": data.rows,
    "/api/v1/schemas": { schemas: long((version) => ({ ...schema, version })) },
    "/api/v1/status": { stages: long(() => stage), accounting: {} },
    "/api/v1/verify": { files: 0, rows: 0, findings: long((n) => ({ kind: "k", subject: n })) },
  };
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    if (request.url === "/api/query_results") statements.push(JSON.parse(body).query);
    response.end(JSON.stringify(answers[(request.url ?? "").split("?")[0] ?? ""]));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => server.close());

/** Runs a command whose reader closes the output after the first bytes. */
async function readFirst(args: readonly string[]) {
  const { port } = server.address() as AddressInfo;
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), ...args], {
    env: { HEADWATER_URL: `http://127.0.0.1:${port}`, HEADWATER_API_KEY: "k" },
  });
  let errors = "";
  child.stderr.on("data", (text) => {
    errors += text;
  });
  child.stdout.once("data", () => child.stdout.destroy());
  const [code] = await once(child, "close");
  return { code, errors };
}

test.each([
  [["sql", "SELECT 1"]],
  [["sql", "SELECT 1", "--format", "csv"]],
  [["schemas", "list"]],
  [["status"]],
  [["status", "--format", "json"]],
  [["verify"]],
])("%j ends without an error when the reader closes its output", async (args) => {
  expect(await readFirst(args)).toEqual({ code: 0, errors: "" });
});

test("a statement that begins with a comment is run as a statement", async () => {
  const statement = "-- how many\nSELECT 1";
  expect(await readFirst(["sql", statement, "--format", "csv"])).toEqual({ code: 0, errors: "" });
  expect(statements).toContain(statement);
});
