import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { findCorpus } from "@headwater/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startStack } from "../../../scripts/stack.mjs";
import { findFirefox, makeProfile, runFirefox } from "./firefox.ts";
import { commandLine, documentPath, eventually, submit } from "./stack-client.ts";

const corpus = findCorpus();
const CORPUS = corpus ?? "";
const API_KEY = `hw_system_test_${randomUUID()}`;
let stack: Awaited<ReturnType<typeof startStack>>;
let cli: ReturnType<typeof commandLine>;

interface Ping {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly gzip: boolean;
  readonly body: string;
}

const ended = (type: string) =>
  `SELECT coalesce(sum(live), 0)::INT AS live, coalesce(sum(rejected), 0)::INT AS rejected FROM pipeline.accounting WHERE concat(document_namespace, '/', document_type) LIKE '${type}'`;

describe.skipIf(corpus === null)("the public corpus in the running platform", () => {
  beforeAll(async () => {
    stack = await startStack({
      demo: "off",
      env: { HEADWATER_ADMIN_EMAIL: "admin@example.org", HEADWATER_ADMIN_API_KEY: API_KEY },
    });
    cli = commandLine(stack.url, API_KEY);
  });

  afterAll(async () => {
    expect(await stack.stop()).toBe(0);
    stack.remove();
  });

  test("the command line imports the schemas of both public folders", async () => {
    const first = await cli.hw("schemas", "import", join(CORPUS, "pipeline-schemas/schemas"));
    expect(first).toMatchObject({
      code: 0,
      stdout: "125 registered, 0 extended, 0 unchanged, 0 refused\n",
    });
    const second = await cli.hw("schemas", "import", join(CORPUS, "generated-schemas/schemas"));
    expect(second.stdout).toBe("12 registered, 0 extended, 0 unchanged, 0 refused\n");
  });

  test("the 58 real pings become 58 live rows, and no ping is rejected", async () => {
    const pings = readFileSync(join(CORPUS, "firefox/pings.ndjson"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Ping);
    const KEPT = ["user-agent", "date", "x-telemetry-agent", "x-debug-id"];
    for (const { url, headers, gzip, body } of pings) {
      const kept = Object.fromEntries(
        Object.entries(headers).filter(([name]) => KEPT.includes(name)),
      );
      expect(await submit(stack.edgeUrl, url, gzip ? gzipSync(body) : body, kept)).toBe(200);
    }
    const [sums] = await eventually(
      () => cli.rows(ended("%")),
      ([row]) => Number(row?.["live"]) + Number(row?.["rejected"]) === 58,
    );
    expect(sums).toEqual({ live: 58, rejected: 0 });
  });

  test("every public sample is accepted or rejected as its file name says", async () => {
    const folder = join(CORPUS, "pipeline-schemas/validation");
    const samples = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
      /\.(pass|fail)\.json$/.test(path),
    );
    const [before] = await cli.rows(ended("%"));
    for (const path of samples) {
      const [namespace = "", file = ""] = path.split("/");
      const [docType = "", version = ""] = file.split(".");
      expect(
        await submit(
          stack.edgeUrl,
          documentPath(namespace, docType, version),
          readFileSync(join(folder, path)),
        ),
      ).toBe(200);
    }
    const pass = samples.filter((path) => path.includes(".pass.")).length;
    const live = Number(before?.["live"]) + pass;
    const rejected = Number(before?.["rejected"]) + samples.length - pass;
    const [after] = await eventually(
      () => cli.rows(ended("%")),
      ([row]) => Number(row?.["live"]) + Number(row?.["rejected"]) >= live + rejected,
    );
    expect(after).toEqual({ live, rejected });
  });

  test("the pings of a real Firefox arrive in the same tables", async ({ skip }) => {
    if (findFirefox() === null) skip("no Firefox");
    const before = await cli.rows(
      "SELECT document_type AS type, sum(live)::INT AS live FROM pipeline.accounting GROUP BY 1",
    );
    const count = (rows: readonly Record<string, unknown>[], type: string) =>
      Number(rows.find((row) => row["type"] === type)?.["live"] ?? 0);
    const missing = async (): Promise<string[]> => {
      const now = await cli.rows(
        "SELECT document_type AS type, sum(live)::INT AS live FROM pipeline.accounting GROUP BY 1",
      );
      const types = ["new-profile", "main", "baseline", "health"];
      return types.filter((type) => count(now, type) <= count(before, type));
    };
    const profile = join(stack.home, "firefox-profile");
    makeProfile(profile, Number(new URL(stack.edgeUrl).port));
    // A later session sends the pings that an earlier one left unsent: without a change of the
    // environment Firefox makes its main ping at the end of the session.
    for (let session = 0; session < 3 && (await missing()).length > 0; session += 1)
      await runFirefox(profile, {
        limitMs: 60_000,
        done: async () => (await missing()).length === 0,
      });
    expect(await missing()).toEqual([]);
    const rows = await cli.rows(
      "SELECT normalized_os, metadata.user_agent.browser AS browser FROM firefox_desktop.baseline ORDER BY submission_timestamp DESC LIMIT 1",
    );
    expect(rows).toEqual([{ normalized_os: "Linux", browser: "Firefox" }]);
  });

  test("the lake agrees with its manifest and the accounting adds up", async () => {
    const verified = await eventually(
      () => cli.hw("verify"),
      ({ code }) => code === 0,
    );
    expect(verified.stdout).toMatch(/ 0 findings\n$/);
    const open =
      "SELECT count(*)::INT AS n FROM pipeline.accounting WHERE minute < now() - INTERVAL 1 MINUTE AND accepted <> live + rejected + duplicate + dropped";
    expect(await cli.rows(open)).toEqual([{ n: 0 }]);
    expect((await cli.hw("status")).code).toBe(0);
  });
});
