import { setTimeout as sleep } from "node:timers/promises";
import { type PipelineStack, startPipeline } from "../../apps/supervisor/chaos/pipeline-stack.ts";
import { openStackAccess, type StackAccess } from "../../apps/supervisor/chaos/stack-access.ts";
import { openSchemaRegistry } from "../../packages/db/src/schemas/index.ts";
import { findCorpus } from "../corpus.ts";
import type { Figure, Row } from "../figure.ts";
import { makeSubmissions, readTemplates, typical } from "./loader/pings.ts";
import { watchFreshness } from "./steady/freshness.ts";
import { runLoad } from "./steady/load.ts";
import { type MemoryHistory, watchResident } from "./steady/memory.ts";

const CORES = "0,1";
const BAR_PER_SECOND = 5000;
/**
 * Another rate can show what a slower machine can do; the bar can only be met at the bar's own
 * rate.
 */
const PER_SECOND = Number(process.env["HEADWATER_BENCH_RATE"] ?? BAR_PER_SECOND);
const FRESH_SECONDS = Number(process.env["HEADWATER_BENCH_SECONDS"] ?? 300);
const MEMORY_SECONDS = FRESH_SECONDS * 2;
const FILL_SECONDS = 15;
const FRESH_BAR_MS = 5000;
const FLAT_BAR = 0.1;
const PROBE = JSON.stringify({
  $schema: "http://json-schema.org/draft-07/schema#",
  type: "object",
});

/**
 * Runs all roles and PostgreSQL on two cores under a steady load. Measures how soon a ping can be
 * queried, whether a ping is lost, and whether memory stays flat.
 */
export const figure: Figure = {
  name: "steady",
  title: "Steady load: accepted to queryable, memory of edge and loader (15 minutes)",
  async run() {
    const corpus = findCorpus();
    const stack = await startPipeline({ cores: CORES });
    try {
      const access = await openStackAccess(stack);
      const table = await register(access, corpus);
      const rows = await fresh({ stack, access, corpus, table });
      rows.push(...(await flat({ stack, access, corpus })));
      await access.close();
      return rows;
    } finally {
      await stack.stop();
      stack.remove();
    }
  },
};

/** Registers the schemas of the load and of the probes; returns the table of the load. */
async function register({ database }: StackAccess, corpus: string | null): Promise<string> {
  const registry = openSchemaRegistry(database);
  const [ping] = makeSubmissions(corpus, [typical(readTemplates(corpus))], 1);
  if (ping === undefined) throw new Error("no ping to send");
  const { namespace, docType, version, schema } = ping.schema;
  const options = { origin: "user", userId: null } as const;
  await registry.register({ namespace, docType, version }, schema, options);
  await registry.register({ namespace: "bench", docType: "probe", version: 1 }, PROBE, options);
  return `${namespace}.${docType}_v${version}`.replaceAll("-", "_");
}

interface LoadTarget {
  readonly stack: PipelineStack;
  readonly access: StackAccess;
  readonly corpus: string | null;
}

async function fresh({
  stack,
  access,
  corpus,
  table,
}: LoadTarget & { readonly table: string }): Promise<Row[]> {
  const { edgeUrl } = stack;
  const ended = new AbortController();
  const watching = watchFreshness(access, edgeUrl, ended.signal);
  const load = await runLoad({
    edgeUrl,
    corpus,
    perSecond: PER_SECOND,
    seconds: FRESH_SECONDS,
  });
  ended.abort();
  const waits = (await watching).toSorted((a, b) => a - b);
  await access.drained();
  const [[rows, ids] = [0, 0]] = await access.rows(
    `SELECT count(*), count(DISTINCT document_id) FROM ${table}`,
  );
  const p95 = waits[Math.floor(waits.length * 0.95)] ?? Number.POSITIVE_INFINITY;
  const lost = load.acknowledged - Number(ids);
  const doubled = Number(rows) - Number(ids);
  const asked = `${Math.round(load.perSecond)}/s for ${FRESH_SECONDS} s, cores ${CORES}`;
  return [
    {
      figure: `accepted to queryable, ${asked}`,
      ours: `p95 ${(p95 / 1000).toFixed(2)} s`,
      floor: `median ${((waits[waits.length >> 1] ?? 0) / 1000).toFixed(2)} s of ${waits.length}`,
      ratio: "",
      bar: `<= ${FRESH_BAR_MS / 1000} s`,
      met: p95 <= FRESH_BAR_MS && load.perSecond >= BAR_PER_SECOND * 0.99,
    },
    {
      figure: "lost or doubled in that time",
      ours: `${lost} lost, ${doubled} doubled`,
      floor: `${load.acknowledged} accepted`,
      ratio: "",
      bar: "0 lost",
      met: lost === 0 && doubled === 0,
    },
  ];
}

async function flat({ stack, access, corpus }: LoadTarget): Promise<Row[]> {
  const { edgeUrl } = stack;
  const most = await maximum({ stack, access, corpus });
  const pids = { edge: stack.pidOf("edge") ?? 0, loader: stack.pidOf("loader") ?? 0 };
  const memory = watchResident(pids);
  const load = await runLoad({
    edgeUrl,
    corpus,
    perSecond: Math.round(most / 2),
    seconds: MEMORY_SECONDS,
  });
  const histories = memory.stop();
  return Object.entries(histories).map(([name, history]) =>
    toRow(name, history, { most, perSecond: load.perSecond }),
  );
}

function toRow(name: string, history: MemoryHistory, at: { most: number; perSecond: number }): Row {
  const { minutes, spread } = history;
  return {
    figure: `memory of the ${name} at ${Math.round(at.perSecond)}/s, ${minutes.length} min`,
    ours: `${Math.round(minutes[1] ?? 0)} to ${Math.round(minutes.at(-1) ?? 0)} MiB`,
    floor: `most it takes is ${Math.round(at.most)}/s`,
    ratio: `+- ${(spread * 100).toFixed(1)} %`,
    bar: `+- ${FLAT_BAR * 100} %`,
    met: minutes.length > 2 && spread <= FLAT_BAR,
  };
}

/**
 * The most pings per second that can be landed: a burst is measured from its first post to its last
 * commit.
 */
async function maximum({ stack: { edgeUrl }, access, corpus }: LoadTarget): Promise<number> {
  const from = performance.now();
  const { acknowledged } = await runLoad({
    edgeUrl,
    corpus,
    perSecond: 0,
    seconds: FILL_SECONDS,
  });
  await access.drained();
  const perSecond = (acknowledged / (performance.now() - from)) * 1000;
  await sleep(2000);
  return perSecond;
}
