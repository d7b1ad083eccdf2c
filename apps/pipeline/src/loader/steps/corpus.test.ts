import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Database, openDatabase } from "@headwater/db";
import {
  openSchemaRegistry,
  openSchemaSource,
  type RefreshableSchemaSource,
} from "@headwater/db/schemas";
import type { Envelope } from "@headwater/schemas";
import { createTestDatabase, findCorpus, type TestDatabase } from "@headwater/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSteps } from "./index.ts";

const corpus = findCorpus();
const CORPUS = corpus ?? "";

let server: TestDatabase;
let database: Database;
let schemas: RefreshableSchemaSource;
const user = { origin: "user", userId: null } as const;

function schemaFiles(folder: string) {
  return readdirSync(join(CORPUS, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".schema.json"))
    .map((path) => ({ path, text: readFileSync(join(CORPUS, folder, path), "utf8") }));
}

function envelope(url: string, body: Uint8Array, headers: Envelope["headers"] = {}): Envelope {
  const [uri = "", args = ""] = url.split("?");
  return {
    submissionMicros: Date.parse("2026-11-24T10:00:00Z") * 1000,
    method: "POST",
    uri,
    args,
    protocol: "HTTP/1.1",
    host: "h",
    remoteAddr: "127.0.0.1",
    headers,
    body,
  };
}

interface Ping {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

function realPings(): Ping[] {
  return readFileSync(join(CORPUS, "firefox/pings.ndjson"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Ping);
}

describe.skipIf(corpus === null)("the public corpus", () => {
  beforeAll(async () => {
    server = await createTestDatabase();
    database = openDatabase(server.url);
    schemas = await openSchemaSource(database);
  });

  afterAll(async () => {
    await database.close();
    await server.remove();
  });

  test("one import registers all 125 schemas of the public repository, and a second import changes nothing", async () => {
    const registry = openSchemaRegistry(database);
    const outcomes = await registry.import(schemaFiles("pipeline-schemas/schemas"), user);
    expect(outcomes.filter((one) => one.outcome !== "registered")).toEqual([]);
    expect(outcomes).toHaveLength(125);
    const again = await registry.import(schemaFiles("pipeline-schemas/schemas"), user);
    expect(new Set(again.map((one) => one.outcome))).toEqual(new Set(["unchanged"]));
    await schemas.refresh();
  });

  test("without the desktop schemas the desktop pings are rejected as SchemaNotFound with their type", () => {
    const decide = openSteps({ schemas, geo: null, proxyHops: 0 });
    const decisions = realPings().map((ping) =>
      decide(envelope(ping.url, gzipSync(ping.body), ping.headers)),
    );
    const refused = decisions.filter((one) => one.outcome.kind === "reject");
    expect(refused.length).toBeGreaterThan(30);
    for (const { outcome, routing } of refused) {
      expect(outcome).toMatchObject({
        rejection: {
          errorType: "SchemaNotFound",
          message: expect.stringContaining(`firefox-desktop/${routing.docType}`),
        },
      });
    }
  });

  test("all 58 real pings pass once the desktop schemas are registered", async () => {
    const outcomes = await openSchemaRegistry(database).import(
      schemaFiles("generated-schemas/schemas"),
      user,
    );
    expect(outcomes.map((one) => one.outcome)).toEqual(Array(12).fill("registered"));
    await schemas.refresh();
    const decide = openSteps({ schemas, geo: null, proxyHops: 0 });
    const refused = realPings()
      .map((ping) => decide(envelope(ping.url, gzipSync(ping.body), ping.headers)).outcome)
      .filter((outcome) => outcome.kind !== "ok");
    expect(refused).toEqual([]);
  });

  test("every sample passes or fails as its file name says", () => {
    const decide = openSteps({ schemas, geo: null, proxyHops: 0 });
    const folder = join(CORPUS, "pipeline-schemas/validation");
    const samples = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
      /\.(pass|fail)\.json$/.test(path),
    );
    expect(samples.length).toBe(99);
    const wrong = samples.filter((path) => {
      const [namespace = "", file = ""] = path.split("/");
      const [docType, version, , verdict] = file.split(".");
      const id = "ce39b608-f595-4c69-b6a6-f7a436604648";
      const url =
        namespace === "telemetry"
          ? `/submit/telemetry/${id}/${docType}/Firefox/61.0/release/20180328030202`
          : `/submit/${namespace}/${docType}/${version}/${id}`;
      const { outcome } = decide(envelope(url, readFileSync(join(folder, path))));
      return (outcome.kind === "ok") !== (verdict === "pass");
    });
    expect(wrong).toEqual([]);
  });
});
