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

// The default figures attach observers to the process, so the registry is opened once.
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
      help: "Seconds since the last report of the instance of the stage",
      ...of,
    }),
  };
}

/** Answers the figures of the portal and of each instance on this machine that answers. */
export async function allMetrics(): Promise<Response> {
  own ??= openOwn();
  const { registry, up, age } = own;
  // The portal still has its own figures while the database does not answer.
  const instances = await listInstances(runtime().database).catch((error: unknown) => {
    if (databaseTrouble(error) === null) throw error;
    return [];
  });
  const now = runtime().database.now();
  // An instance that is no longer in the table must not keep its last figures.
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
 * Reads the figures of an instance, each with the instance's name. Empty if the instance does not
 * answer, which `headwater_stage_up` shows, or runs on another machine, whose loopback ports are
 * not reachable.
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

/** Headers that Next writes itself where no proxy did, so their presence says nothing. */
const NEXT_WRITES: ReadonlySet<string> = new Set(
  ["for", "host", "port", "proto"].map((name) => `x-forwarded-${name}`),
);

/** The prefix of headers that the portal writes itself and that replace a client's headers. */
const OWN = "x-headwater-";

/**
 * True for a request of this machine itself, which needs no key to read figures. A proxy on this
 * machine would make every client look local, but a proxy names the client and has a public address
 * that is not this machine's. A page in a browser of this machine could use another name that leads
 * here, but the request's `Host` shows that name.
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

/** A host without its port in normal form; the empty text for an invalid host. */
function nameOf(host: string): string {
  const url = `http://${host}`;
  return URL.canParse(url) ? new URL(url).hostname : "";
}
