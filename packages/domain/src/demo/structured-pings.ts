import { between, chance, pick, type Random } from "./random.ts";
import type { BrowserSession } from "./sessions.ts";

/**
 * Document types that only the demo fleet sends; their schemas are in `packages/schemas/demo`.
 */
export const SESSION_TYPE = { namespace: "demo-fleet", docType: "session", version: 1 } as const;
export const CRASH_TYPE = { namespace: "demo-fleet", docType: "crash", version: 1 } as const;

const SIGNATURES = [
  ["js::gc::MarkStack::push", 5],
  ["mozilla::dom::ContentChild::RecvShutdown", 3],
  ["OOM | small", 3],
  ["shutdownhang | nsThread::Shutdown", 2],
  ["gfxFont::Draw", 1],
] as const;

/** The fields about the client that every structured ping has. */
function clientOf({ client, build }: BrowserSession) {
  return {
    client_id: client.id,
    app_name: "Firefox",
    app_version: build.displayVersion,
    app_build_id: build.buildId,
    channel: build.channel,
    country: client.country,
    locale: client.locale,
    os: client.system.name,
    os_version: client.system.version,
  };
}

/** Body of a session ping, sent when a session is over. */
export function sessionPing(session: BrowserSession): Record<string, unknown> {
  const { random } = session;
  const seconds = Math.round((session.endMs - session.startMs) / 1000);
  return {
    ...clientOf(session),
    session_id: session.id,
    started_at: new Date(session.startMs).toISOString(),
    duration_s: seconds,
    ended_by: session.hasCrashed ? "crash" : "quit",
    is_default_browser: session.client.isDefaultBrowser,
    pages_loaded: Math.round((seconds / 60) * (0.4 + random.next())),
    tabs_opened: between(random, 0, 1 + Math.floor(seconds / 600)),
    events: featureEvents(random, seconds),
  };
}

/** Body of a crash ping, sent at the next start. */
export function crashPing(session: BrowserSession): Record<string, unknown> {
  const { random } = session;
  const isContent = chance(random, 0.55);
  return {
    ...clientOf(session),
    session_id: session.id,
    crashed_at: new Date(session.endMs).toISOString(),
    uptime_s: Math.round((session.endMs - session.startMs) / 1000),
    process_type: isContent ? "content" : "main",
    signature: pick(random, SIGNATURES),
    is_startup: session.endMs - session.startMs < 60_000,
    memory: {
      available_mb: between(random, 80, session.client.memoryMb),
      total_mb: session.client.memoryMb,
    },
  };
}

const FEATURES = ["bookmark", "reader_mode", "translate", "screenshot", "picture_in_picture"];

function featureEvents(random: Random, seconds: number) {
  return FEATURES.filter(() => chance(random, Math.min(0.5, seconds / 20_000))).map((name) => ({
    name,
    count: between(random, 1, 4),
  }));
}
