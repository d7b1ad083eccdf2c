import { sendHeartbeats, surviveClosedOutput } from "@headwater/runtime";
import { ensureFirstAdmin } from "./first-admin.ts";
import { namePeers } from "./peer.ts";
import { makeRequestsReadable } from "./readable-requests.ts";
import { runtime } from "./runtime.ts";

const DRAIN_MS = 1500;

/** Prepares what must be there before the first request and ties this process to its supervisor. */
export async function startPortal(): Promise<void> {
  surviveClosedOutput();
  const { config, database } = runtime();
  namePeers(config.loader.proxyHops);
  makeRequestsReadable();
  await ensureFirstAdmin(config, database);
  // The server itself waits for every open event stream; nobody else would end those.
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => setTimeout(() => process.exit(0), DRAIN_MS).unref());
  sendHeartbeats();
  process.once("disconnect", () => process.exit(0));
}
