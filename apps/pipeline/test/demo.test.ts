import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { demoState, readDemoProgress, removeDemo } from "@headwater/db/demo";
import { readManifestSnapshot } from "@headwater/db/lake";
import { openSchemaRegistry } from "@headwater/db/schemas";
import {
  DEMO_QUERIES,
  type DemoSubmission,
  daySubmissions,
  historyDays,
  regressionDay,
} from "@headwater/domain/demo";
import { checkSums } from "@headwater/lake";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDemoSchemas } from "../src/producer/register-schemas.ts";
import { openPipelineLab, type PipelineLab, stop } from "./pipeline-lab.ts";

let lab: PipelineLab;
let edgePort = 0;
const roles = () => ({ HEADWATER_EDGE_PORT: String(edgePort), HEADWATER_EDGE_RESERVE_MB: "1" });

beforeAll(async () => {
  lab = await openPipelineLab();
  await lab.database.pool.query(
    "INSERT INTO user_account (id, name, email, role) VALUES ('u1', 'Ada', 'ada@example.org', 'admin')",
  );
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  edgePort = (server.address() as AddressInfo).port;
  server.close();
  await once(server, "close");
});

afterAll(() => lab.close());

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(100);
}

const stateIs = (kind: string) => async () => (await demoState(lab.database)).kind === kind;

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/** The submissions that the simulation makes for the time before the demo began. */
async function expectedHistory(): Promise<DemoSubmission[]> {
  const progress = await readDemoProgress(lab.database);
  if (progress === null) throw new Error("the demo did not begin");
  return historyDays(progress.plan)
    .flatMap((day) => daySubmissions(progress.plan, day))
    .filter(({ atMs }) => atMs < progress.untilMs);
}

async function accounting() {
  const { rows } = await lab.database.pool.query<Record<string, string | null>>(
    "SELECT sum(accepted) AS accepted, sum(live) AS live, sum(rejected) AS rejected, sum(duplicate) AS duplicate, sum(dropped) AS dropped FROM accounting",
  );
  const of = (name: string) => Number(rows[0]?.[name] ?? 0);
  const [accepted, live, rejected] = [of("accepted"), of("live"), of("rejected")];
  return { accepted, live, rejected, duplicate: of("duplicate"), dropped: of("dropped") };
}

/** The findings of `hw verify` about sums. */
async function sumFindings() {
  const { tables } = await readManifestSnapshot(lab.database);
  const files = tables.flatMap((table) => table.files);
  return checkSums(files, await accounting());
}

const withDay = (table: string) =>
  `(SELECT *, CAST(submission_timestamp AS DATE) AS submission_date FROM {${table}})`;

function demoQuery(name: string): Promise<Record<string, unknown>[]> {
  const query = DEMO_QUERIES.find((one) => one.name.startsWith(name));
  const sql = query?.sql ?? "";
  return lab.query(sql.replaceAll(/(telemetry|demo_fleet)\.(\w+_v\d)/g, (table) => withDay(table)));
}

describe("the demo fleet", () => {
  it("lands its history once, also when the producer is killed in between", async () => {
    lab.start("loader");
    const first = lab.start("producer", roles());
    await until(async () => ((await readDemoProgress(lab.database))?.ends.length ?? 0) >= 2);
    await kill(first);
    lab.start("producer", roles());
    await until(stateIs("on"));
    const sent = await expectedHistory();
    const totals = await accounting();
    expect(totals.accepted).toBe(sent.length);
    expect(totals.live + totals.rejected).toBe(new Set(sent.map((one) => one.documentId)).size);
    expect(totals.duplicate).toBeGreaterThan(50);
    expect(await sumFindings()).toEqual([]);
  });

  it("has rejected rows for six reasons", async () => {
    const rows = await lab.query(
      `SELECT error_type, min(error_message) AS message, count(*) AS n FROM {pipeline.rejected}
       GROUP BY error_type, document_type ORDER BY error_type, document_type`,
    );
    const types = rows.map((row) => row["error_type"]);
    expect(new Set(types)).toEqual(
      new Set(["InvalidJson", "InvalidGzip", "InvalidUri", "SchemaNotFound", "ValidationFailed"]),
    );
    expect(types.filter((type) => type === "SchemaNotFound")).toHaveLength(2);
  });

  it("has four saved queries that run and show the planted events", async () => {
    const saved = await lab.database.prisma.savedQuery.findMany({
      include: { visualizations: true },
    });
    expect(saved.map(({ name }) => name).sort()).toEqual(
      DEMO_QUERIES.map(({ name }) => name).sort(),
    );
    for (const { name, chart } of DEMO_QUERIES) {
      const rows = await demoQuery(name);
      const { x, y, series } = chart.options;
      expect(Object.keys(rows[0] ?? {})).toEqual(expect.arrayContaining([x, ...y]));
      if (series !== null) expect(Object.keys(rows[0] ?? {})).toContain(series);
      expect(rows.length).toBeGreaterThan(5);
    }
    const rates = (await demoQuery("Crashes")).map((row) => Number(row["crashes_per_1000_hours"]));
    const usual = rates.toSorted((one, other) => one - other)[Math.floor(rates.length / 2)] ?? 0;
    expect(rates.filter((rate) => rate > 3 * usual).length).toBeGreaterThanOrEqual(2);
    const plan = (await readDemoProgress(lab.database))?.plan;
    if (plan === undefined) throw new Error("no plan");
    const since = new Date(regressionDay(plan) * 86_400_000).toISOString().replaceAll("-", "");
    const builds = await demoQuery("Garbage");
    const p95 = (after: boolean) =>
      builds
        .filter((row) => String(row["build"]) >= since.slice(0, 8) === after)
        .map((row) => Number(row["p95_ms"]));
    expect(Math.min(...p95(true))).toBeGreaterThan(Math.max(...p95(false)));
  });

  it("then sends live pings to the edge", async () => {
    const before = (await accounting()).live;
    lab.start("edge", roles());
    await until(async () => (await accounting()).live > before + 10);
  });
});

describe("the removal of the demo", () => {
  it("removes all rows of the demo, keeps the rows of others, and the sums are correct", async () => {
    const [main] = readDemoSchemas();
    const wider = JSON.parse(main?.text ?? "{}") as { properties: Record<string, unknown> };
    wider.properties["note"] = { type: "string" };
    const name = { namespace: "telemetry", docType: "main", version: 4 };
    const user = { origin: "user", userId: null } as const;
    const registry = openSchemaRegistry(lab.database);
    const outcome = await registry.register(name, JSON.stringify(wider), user);
    expect(outcome.outcome).toBe("additive");
    await postOfOthers();
    await until(async () => {
      const rows = await lab.query(
        "SELECT document_type FROM {pipeline.rejected} WHERE document_type = 'nothing'",
      );
      return rows.length === 1;
    });

    const removal = await removeDemo(lab.database);
    expect(removal.counts["saved queries"]).toBe(4);
    expect(removal.tables).toEqual(["demo_fleet.session_v1", "demo_fleet.crash_v1"]);
    // The producer deletes its plan when no row of the demo is left.
    await until(async () => (await readDemoProgress(lab.database)) === null);

    expect(await stateIs("removed")()).toBe(true);
    const mains = await lab.query("SELECT note FROM {telemetry.main_v4}");
    expect(mains).toEqual([{ note: "not of the demo" }]);
    const rejected = await lab.query("SELECT document_type FROM {pipeline.rejected}");
    expect(rejected).toEqual([{ document_type: "nothing" }]);
    expect(await sumFindings()).toEqual([]);
    const { tables } = await readManifestSnapshot(lab.database);
    expect(tables.map(({ namespace, table }) => `${namespace}.${table}`)).toEqual([
      "telemetry.main_v4",
      "pipeline.rejected",
    ]);
  });

  it("holds after a restart of the producer", async () => {
    const totals = await accounting();
    const producer = lab.start("producer", roles());
    await until(async () => {
      // Before the producer runs, it has not read yet that the demo was removed.
      const { rows } = await lab.database.pool.query<{ pid: number }>(
        "SELECT pid FROM stage_status WHERE stage = 'producer' AND state = 'running' AND pid = $1",
        [producer.pid],
      );
      return rows.length === 1;
    });
    // The stop of the producer waits for its current work.
    expect(await stop(producer)).toBe("0");
    expect(await accounting()).toEqual(totals);
    expect(await stateIs("removed")()).toBe(true);
  });
});

/** Posts a valid main ping of a real client and a ping of an unknown type. */
async function postOfOthers(): Promise<void> {
  const sound = (await expectedHistory()).find(
    ({ uri, text }) => uri.includes("/main/") && text.includes('"payload"'),
  );
  const id = "11111111-2222-4333-8444-555555555555";
  const document = { ...JSON.parse(sound?.text ?? "{}"), id, note: "not of the demo" };
  const path = sound?.uri.split("/").slice(4).join("/");
  const urls = [`/submit/telemetry/${id}/${path}?v=4`, `/submit/shop/nothing/1/${id}`];
  for (const url of urls) {
    const response = await fetch(`http://127.0.0.1:${edgePort}${url}`, {
      method: "POST",
      body: gzipSync(JSON.stringify(document)),
    });
    expect(response.status).toBe(200);
  }
}
