import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import openapiTS, { astToString } from "openapi-typescript";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startStack } from "../../../scripts/stack.mjs";

const ROOT = resolve(import.meta.dirname, "../../..");
const KEY = "an-admin-key-of-thirty-two-characters-or-more";
const folder = mkdtempSync(join(tmpdir(), "headwater-client-"));
let stack: Awaited<ReturnType<typeof startStack>>;

beforeAll(async () => {
  stack = await startStack({ env: { HEADWATER_ADMIN_API_KEY: KEY } });
});
afterAll(async () => {
  await stack.stop();
  stack.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** A program with one call of each kind, written with nothing but the generated types. */
const PROGRAM = `
import createClient from "openapi-fetch";
import type { paths } from "./paths.ts";

const [, , baseUrl = "", key = ""] = process.argv;
const api = createClient<paths>({ baseUrl, headers: { authorization: \`Key \${key}\` } });

const sources = await api.GET("/api/data_sources");
const created = await api.POST("/api/queries", {
  body: { name: "Of a client", query: "SELECT {{ n }} AS n, 'x' AS x", tags: ["client"] },
});
const id = String(created.data?.id);
const run = await api.POST("/api/queries/{id}/refresh", {
  params: { path: { id } },
  body: { parameters: { n: "7" } },
});
let job = run.data?.job;
while (job !== undefined && job.status < 3) {
  await new Promise((resolve) => setTimeout(resolve, 50));
  job = (await api.GET("/api/jobs/{id}", { params: { path: { id: job.id } } })).data?.job;
}
const name = job?.query_result_id ?? "";
const result = await api.GET("/api/query_results/{name}", { params: { path: { name } } });
// The address also answers with files and with rows alone: the shape shows which answer this is.
const whole =
  typeof result.data === "object" && "query_result" in result.data ? result.data : undefined;
const rows = whole?.query_result.data;
const file = await api.GET("/api/query_results/{name}", {
  params: { path: { name: \`\${name}.csv\` }, query: { safe: "1" } },
  parseAs: "text",
});
const list = await api.GET("/api/queries", { params: { query: { q: "client", tags: ["client"] } } });
const changed = await api.POST("/api/queries/{id}", {
  params: { path: { id } },
  body: { name: "Renamed", version: created.data?.version ?? 0 },
});
const gone = await api.DELETE("/api/queries/{id}", { params: { path: { id } } });
const missing = await api.GET("/api/queries/{id}", { params: { path: { id: "999999" } } });
const status = await api.GET("/api/v1/status");
const lake = await api.POST("/api/v1/verify");

const summary = {
  source: sources.data?.[0]?.type,
  listed: list.data?.results.map((one) => one.name),
  rows: rows?.rows,
  types: rows?.columns.map((one) => one.type),
  file: String(file.data),
  version: changed.data?.version,
  gone: gone.response.status,
  missing: [missing.response.status, missing.error?.code],
  stages: status.data?.stages.map((one) => one.stage).includes("query"),
  findings: lake.data?.findings,
};
console.log(JSON.stringify(summary));
`;

/**
 * Calls that the types must refuse: a body without the text of the query, a missing body, and a
 * field that no answer has.
 */
const WRONG = `
import createClient from "openapi-fetch";
import type { paths } from "./paths.ts";

const api = createClient<paths>({ baseUrl: "" });
await api.POST("/api/queries", { body: { name: "No text" } });
await api.POST("/api/query_results");
const { data } = await api.GET("/api/session");
console.log(data?.user.password);
`;

const TSCONFIG = {
  compilerOptions: {
    strict: true,
    module: "nodenext",
    target: "es2023",
    noEmit: true,
    allowImportingTsExtensions: true,
    types: ["node"],
  },
};

function compile(file: string): string {
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ ...TSCONFIG, files: [file] }));
  const tsc = join(ROOT, "node_modules/typescript7/bin/tsc");
  try {
    return execFileSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
  } catch (error) {
    return String((error as { stdout?: string }).stdout);
  }
}

test("a client that a public generator makes from the document compiles and can call each kind", async () => {
  const types = await openapiTS(new URL(`${stack.url}/api/v1/openapi.json`));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "paths.ts"), astToString(types));
  writeFileSync(join(folder, "client.ts"), PROGRAM);
  writeFileSync(join(folder, "wrong.ts"), WRONG);
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  expect(compile("client.ts")).toBe("");
  const refused = compile("wrong.ts");
  expect(refused).toContain("query");
  expect(refused).toContain("Expected 2 arguments");
  expect(refused).toContain("password");
  const output = execFileSync(process.execPath, [join(folder, "client.ts"), stack.url, KEY], {
    encoding: "utf8",
  });
  expect(JSON.parse(output)).toEqual({
    source: "duckdb",
    listed: ["Of a client"],
    // The value of a template parameter is bound as text.
    rows: [{ n: "7", x: "x" }],
    types: ["string", "string"],
    file: "n,x\r\n7,x\r\n",
    version: 2,
    gone: 200,
    missing: [404, "not_found"],
    stages: true,
    findings: [],
  });
});
