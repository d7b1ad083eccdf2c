import { hostname } from "node:os";
import { listInstances } from "@headwater/db/stages";
import { conditionOf, type StageInstance, silenceMs } from "@headwater/domain/stages";
import {
  Gauge,
  isProxyHeader,
  mergeExpositions,
  openMetrics,
  type Registry,
  withLabel,
} from "@headwater/runtime";
import { databaseTrouble } from "./database-trouble.ts";
import { isLoopback, PEER_HEADER } from "./peer.ts";
import { runtime } from "./runtime.ts";

const SCRAPE_MS = 2000;

type OfInstance = "stage" | "instance";

// The default figures attach observers to the process: once is enough.
let own: { registry: Registry; up: Gauge<OfInstance>; age: Gauge<OfInstance> } | undefined;

function openOwn() {
  const registry = openMetrics("portal");
  const of = { labelNames: ["stage", "instance"] as const, registers: [registry] };
  return {
    registry,
    up: new Gauge({
      name: "headwater_stage_up",
      help: "1 while the instance of the stage runs",
      ...of,
    }),
    age: new Gauge({
      name: "headwater_stage_heartbeat_age_seconds",
      help: "Since the instance of the stage last said how it is",
      ...of,
    }),
  };
}

/** The figures of all processes in one answer: the portal's, and of each instance on this machine that answers. */
export async function allMetrics(): Promise<Response> {
  own ??= openOwn();
  const { registry, up, age } = own;
  // Without its database the portal still has figures of its own.
  const instances = await listInstances(runtime().database).catch((error: unknown) => {
    if (databaseTrouble(error) === null) throw error;
    return [];
  });
  const now = runtime().database.now();
  // An instance that was taken off the table must not stay as it was.
  up.reset();
  age.reset();
  for (const one of instances) {
    const { stage, instance } = one;
    up.set({ stage, instance }, conditionOf(one, now) === "running" ? 1 : 0);
    age.set({ stage, instance }, silenceMs(one, now) / 1000);
  }
  const scraped = instances.map((one) => scrape(one, now));
  const texts = await Promise.all([registry.metrics(), ...scraped]);
  return new Response(mergeExpositions(texts), {
    headers: { "content-type": registry.contentType },
  });
}

/**
 * The figures of an instance, each with the instance's name. Nothing if the instance is away, which
 * `headwater_stage_up` tells, or on another machine, whose loopback ports are not reached from here.
 */
async function scrape(one: StageInstance, now: Date): Promise<string> {
  const { instance, host, metricsPort } = one;
  if (metricsPort === null || host !== hostname() || conditionOf(one, now) === "silent") return "";
  try {
    const answer = await fetch(`http://127.0.0.1:${metricsPort}/metrics`, {
      signal: AbortSignal.timeout(SCRAPE_MS),
    });
    return answer.ok ? withLabel(await answer.text(), "instance", instance) : "";
  } catch {
    return "";
  }
}

/** Next writes these itself where no proxy did: what they say counts, not that they are there. */
const NEXT_WRITES: ReadonlySet<string> = new Set(
  ["for", "host", "port", "proto"].map((name) => `x-forwarded-${name}`),
);

/** What the portal writes for itself, over whatever a client sent. */
const OWN = "x-headwater-";

/**
 * True for a request of this machine itself, which needs no key to read figures. A proxy on this machine would make
 * everybody look like that: it names the client, and goes with a public address that is not this machine's. So would a
 * page in a browser of this machine, under a name of its own that leads here: the request's `Host` tells that name.
 */
export function isOfThisMachine({ headers }: Request): boolean {
  const { host, publicUrl } = runtime().config;
  const { hostname } = new URL(publicUrl);
  if (hostname !== host && !isLoopback(hostname)) return false;
  const isPassedOn = [...headers.keys()].some(
    (name) => isProxyHeader(name) && !NEXT_WRITES.has(name) && !name.startsWith(OWN),
  );
  if (isPassedOn) return false;
  const peers = [headers.get(PEER_HEADER) ?? "", ...listed(headers, "x-forwarded-for")];
  const names = [headers.get("host") ?? "", ...listed(headers, "x-forwarded-host")].map(nameOf);
  return peers.every(isLoopback) && names.every((name) => name === hostname || isLoopback(name));
}

function listed(headers: Headers, name: string): string[] {
  const all = (headers.get(name) ?? "").split(",").map((one) => one.trim());
  return all.filter((one) => one !== "");
}

/** A host without its port, in one form however it was written; nothing for what is none. */
function nameOf(host: string): string {
  const url = `http://${host}`;
  return URL.canParse(url) ? new URL(url).hostname : "";
}
