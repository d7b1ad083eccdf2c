import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { addToBatch, arrivalOf } from "../../apps/pipeline/src/loader/add-to-batch.ts";
import { CommitBatch } from "../../apps/pipeline/src/loader/commit-batch.ts";
import {
  type Decided,
  type DecideTurn,
  openDecideTurn,
} from "../../apps/pipeline/src/loader/decide-turn.ts";
import { SeenDocuments } from "../../apps/pipeline/src/loader/seen-documents.ts";
import { openSteps } from "../../apps/pipeline/src/loader/steps/index.ts";
import { openTimeLimit } from "../../apps/pipeline/src/loader/time-limit.ts";
import { indexSchemas } from "../../packages/db/src/schemas/index.ts";
import { columnName, compileSchema } from "../../packages/domain/src/schemas/index.ts";
import { type LakeWriter, openLakeWriter } from "../../packages/lake/src/index.ts";
import { encodeEnvelope } from "../../packages/schemas/src/index.ts";
import { findCorpus } from "../corpus.ts";
import type { Figure, Row } from "../figure.ts";
import {
  makeSubmissions,
  readTemplates,
  type Submission,
  type Template,
  typical,
} from "./loader/pings.ts";

const BAR = 2.5;
const PINGS = 10_000;
const ROUNDS = 3;
/** The number of records that the loader reads and decides at once. */
const READ_RECORDS = 1000;

/**
 * Compares the CPU time from log record to published Parquet file with gunzip, JSON.parse and
 * compiled validation of the same pings alone.
 */
export const figure: Figure = {
  name: "loader",
  title: "Loader: CPU per ping, against gunzip + JSON.parse + compiled validation alone",
  run: async () => {
    const corpus = findCorpus();
    const templates = readTemplates(corpus);
    const types = new Set(templates.map(({ namespace, docType }) => `${namespace}/${docType}`));
    const whose = corpus === null ? "demo " : "";
    const usual = typical(templates);
    const size = `${(usual.body.length / 1000).toFixed(1)} KB`;
    return [
      await measure(`${size} ${whose}pings, commits of 10,000`, corpus, [usual]),
      await measure(`${types.size} ${whose}types mixed, commits of 10,000`, corpus, templates),
    ];
  },
};

async function measure(
  name: string,
  corpus: string | null,
  templates: readonly Template[],
): Promise<Row> {
  const root = mkdtempSync(join(tmpdir(), "headwater-bench-"));
  const writer = await openLakeWriter({ root, columnName });
  try {
    const submissions = makeSubmissions(corpus, templates, PINGS);
    const records = submissions.map((submission) => recordOf(submission, Date.now() * 1000));
    const schemas = [...new Set(submissions.map(({ schema }) => schema))];
    const decideTurn = openDecideTurn({
      decide: openSteps({ schemas: indexSchemas(schemas), geo: null, proxyHops: 0 }),
      within: openTimeLimit(),
      now: Date.now,
      onTooSlow: () => undefined,
    });
    const validators = new Map(schemas.map((schema) => [schema, compileSchema(schema.schema)]));
    const floor: number[] = [];
    const ours: number[] = [];
    // The first round is a warm-up. Both run in turn, so that a busy machine affects both.
    for (let round = 0; round <= ROUNDS; round += 1) {
      floor.push(await cpuMs(async () => validateAlone(submissions, validators)));
      ours.push(await cpuMs(() => land(records, decideTurn, writer)));
    }
    return toRow(name, middle(ours.slice(1)) / PINGS, middle(floor.slice(1)) / PINGS);
  } finally {
    writer.close();
    rmSync(root, { recursive: true, force: true });
  }
}

function toRow(name: string, ours: number, floor: number): Row {
  const ratio = ours / floor;
  return {
    figure: `loader, ${name}`,
    ours: `${ours.toFixed(3)} ms`,
    floor: `${floor.toFixed(3)} ms`,
    ratio: `${ratio.toFixed(2)}x`,
    bar: `<= ${BAR}x`,
    met: ratio <= BAR,
  };
}

type Validators = ReadonlyMap<Submission["schema"], ReturnType<typeof compileSchema>>;

function validateAlone(submissions: readonly Submission[], validators: Validators): void {
  for (const { body, schema } of submissions) {
    const problem = validators.get(schema)?.(JSON.parse(gunzipSync(body).toString("utf8")));
    if (problem !== null) throw new Error(`the load has a ping that does not validate: ${problem}`);
  }
}

/** All work of the loader for the records of one commit, without the database. */
async function land(
  records: readonly Uint8Array[],
  decideTurn: DecideTurn,
  writer: LakeWriter,
): Promise<void> {
  const seen = new SeenDocuments({
    days: 2,
    liveFiles: async () => [],
    async *readIds() {
      yield* [];
    },
  });
  const day = new Date().toISOString().slice(0, 10);
  await seen.load(seen.needed(day, false));
  const batch = new CommitBatch(0);
  for (let from = 0; from < records.length; from += READ_RECORDS) {
    const arrivals = records
      .slice(from, from + READ_RECORDS)
      .map((value, at) =>
        arrivalOf("unvalidated", { offset: from + at, key: null, value, timestampMs: 0 }),
      );
    for (let rest = arrivals; rest.length > 0; ) {
      const decided = decideTurn(rest);
      for (const one of decided) settleLive(batch, seen, one);
      rest = rest.slice(decided.length);
    }
  }
  for (const file of batch.files()) await writer.write(file);
}

function settleLive(batch: CommitBatch, seen: SeenDocuments, { arrival, decision }: Decided): void {
  const ending = addToBatch(batch, seen, arrival, decision);
  if (ending === "live") return;
  const outcome = JSON.stringify(decision.outcome);
  throw new Error(`the load has a ping that ends ${ending}: ${outcome}`);
}

function recordOf(submission: Submission, submissionMicros: number): Uint8Array {
  const { uri, args, headers, body } = submission;
  const parts = encodeEnvelope({
    submissionMicros,
    method: "POST",
    uri,
    args,
    protocol: "HTTP/1.1",
    host: "edge",
    remoteAddr: "192.0.2.1",
    headers,
    body,
  });
  return Buffer.concat(parts);
}

async function cpuMs(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const middle = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
