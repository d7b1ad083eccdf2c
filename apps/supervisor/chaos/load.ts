import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { issue, type Obligation } from "./obligations.ts";

/** A load of clients that records every answer of the edge. */
export interface Load {
  readonly obligations: ReadonlyMap<string, Obligation>;
  /** Ends the load; resolves when no request is open any more. */
  stop(): Promise<void>;
}

interface LoadOptions {
  readonly edgeUrl: string;
  readonly seed: string;
  readonly connections: number;
  /** Pause of each client between two pings; 0 means no pause. */
  readonly restMs?: number;
}

const RETRY_MS = 100;
const ATTEMPTS = 40;
/** Every fiftieth valid ping is sent twice, as a client does that missed an answer. */
const DUPLICATE_EVERY = 50;

/**
 * Posts pings over some connections until `stop`. A valid ping is sent again after an error, as a
 * real client does. An invalid ping is sent once, because each sending makes a rejected row.
 */
export function startLoad({ edgeUrl, seed, connections, restMs = 0 }: LoadOptions): Load {
  const obligations = new Map<string, Obligation>();
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let stopped = false;
  let n = 0;

  const client = async (): Promise<void> => {
    while (!stopped) {
      n += 1;
      const one = issue(seed, n, randomUUID());
      obligations.set(one.id, one);
      await deliver(one, () => stopped);
      if (one.kind === "valid" && n % DUPLICATE_EVERY === 0) await send(one);
      if (restMs > 0) await sleep(restMs);
    }
  };
  const send = async (one: Obligation): Promise<boolean> => {
    one.sent += 1;
    const status = await post(agent, `${edgeUrl}/submit/chaos/ping/1/${one.id}`, one.body);
    if (status === 200) one.acknowledged += 1;
    return status === 200;
  };
  const deliver = async (one: Obligation, isStopped: () => boolean): Promise<void> => {
    for (let attempt = 0; attempt < ATTEMPTS && !isStopped(); attempt += 1) {
      if (await send(one)) return;
      if (one.kind === "invalid") return;
      await sleep(RETRY_MS);
    }
  };

  const clients = Array.from({ length: connections }, client);
  return {
    obligations,
    async stop() {
      stopped = true;
      await Promise.all(clients);
      agent.destroy();
    },
  };
}

/** Posts one body; returns the status, or 0 if no answer came. */
export function post(agent: Agent | undefined, url: string, body: string): Promise<number> {
  return new Promise((resolve) => {
    const bytes = Buffer.from(body);
    const options = {
      method: "POST",
      timeout: 5000,
      headers: { "content-length": bytes.length },
      ...(agent === undefined ? {} : { agent }),
    };
    const call = request(url, options, (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode ?? 0));
      response.once("error", () => resolve(0));
    });
    call.once("timeout", () => call.destroy());
    call.once("error", () => resolve(0));
    call.end(bytes);
  });
}
