import { sendHeartbeats, surviveClosedOutput } from "@headwater/runtime";
import { ensureFirstAdmin } from "./first-admin.ts";
import { namePeers } from "./peer.ts";
import { makeRequestsReadable } from "./readable-requests.ts";
import { runtime } from "./runtime.ts";

const DRAIN_MS = 1500;

/** Prepares the portal before its first request, and ends this process with its supervisor. */
export async function startPortal(): Promise<void> {
  surviveClosedOutput();
  const { config, database } = runtime();
  namePeers(config.loader.proxyHops);
  makeRequestsReadable();
  await ensureFirstAdmin(config, database);
  // Next's server waits for every open event stream, and nothing else would end them.
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => setTimeout(() => process.exit(0), DRAIN_MS).unref());
  sendHeartbeats();
  process.once("disconnect", () => process.exit(0));
}
