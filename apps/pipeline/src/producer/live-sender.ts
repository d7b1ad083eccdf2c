import { Agent, request } from "node:http";
import type { DemoSubmission, LiveFleet } from "@headwater/domain/demo";
import type { Clock } from "@headwater/runtime";
import { packBody } from "./pack.ts";

interface LiveSenderOptions {
  readonly fleet: LiveFleet;
  readonly host: string;
  readonly port: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly random: () => number;
  /**
   * Called once with false when the edge can't be reached or is busy, and once with true when the
   * edge accepts pings again.
   */
  readonly onReach: (isReached: boolean) => void;
}

// A session sends 2.1 pings on average, so that this pause makes four pings per second.
const MEAN_PAUSE_MS = 520;
const WAVE_MS = 600_000;
const FIRST_DELAY_MS = 500;
const LAST_DELAY_MS = 15_000;
const TIMEOUT_MS = 5000;

/**
 * Sends the fleet's pings to the edge until the signal is aborted. The rate is about four pings per
 * second and rises and falls by a third within ten minutes.
 */
export async function sendLive(options: LiveSenderOptions): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const { signal, fleet, clock } = options;
  const nowMs = () => clock.now().getTime();
  while (!signal.aborted) {
    for (const submission of fleet.next(nowMs())) await deliver(submission, agent, options);
    await clock.sleep(nextPauseMs(nowMs(), options.random()), signal);
  }
  agent.destroy();
}

/** The next pause of a Poisson stream whose rate follows a slow wave. */
export function nextPauseMs(nowMs: number, draw: number): number {
  const wave = 1 + 0.35 * Math.sin((2 * Math.PI * nowMs) / WAVE_MS);
  return Math.min(4000, (-Math.log(1 - draw) * MEAN_PAUSE_MS) / wave);
}

/**
 * Sends a submission until the edge accepts or refuses it. A 4xx is final; after a 5xx or no answer
 * the sender tries again, as a client does.
 */
async function deliver(
  submission: DemoSubmission,
  agent: Agent,
  options: LiveSenderOptions,
): Promise<void> {
  const { clock, signal, onReach } = options;
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    const status = await post(submission, agent, options).catch(() => 0);
    if (status > 0 && status < 500) {
      if (attempt > 0) onReach(true);
      return;
    }
    if (attempt === 0 && !signal.aborted) onReach(false);
    await clock.sleep(Math.min(LAST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt), signal);
  }
}

function post(
  submission: DemoSubmission,
  agent: Agent,
  { host, port, signal }: LiveSenderOptions,
): Promise<number> {
  const body = packBody(submission);
  const { uri, args } = submission;
  const headers = {
    ...submission.headers,
    "content-type": "application/json; charset=UTF-8",
    "content-encoding": "gzip",
    "content-length": body.length,
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        agent,
        host,
        port,
        headers,
        signal,
        method: "POST",
        timeout: TIMEOUT_MS,
        path: args === "" ? uri : `${uri}?${args}`,
      },
      (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode ?? 0));
        response.on("error", reject);
      },
    );
    outgoing.on("error", reject);
    outgoing.on("timeout", () => outgoing.destroy(new Error("the edge does not answer")));
    outgoing.end(body);
  });
}
