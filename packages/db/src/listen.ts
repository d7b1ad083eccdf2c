import { setTimeout as sleep } from "node:timers/promises";
import { quoteIdentifier } from "@headwater/schemas";
import type { Notification, PoolClient } from "pg";
import type { Database } from "./client.ts";

interface ListenOptions {
  readonly signal: AbortSignal;
  /**
   * Called for each notification, and once after every connection, because notifications before it
   * are lost.
   */
  readonly onNotify: (channel: string, payload: string) => void;
}

const RECONNECT_MS = 500;

/**
 * Listens to notification channels on a connection of its own until the signal is aborted; connects
 * again after a restart of the server. Resolves once the connection listens for the first time.
 */
export async function listen(
  { pool }: Pick<Database, "pool">,
  channels: readonly string[],
  { signal, onNotify }: ListenOptions,
): Promise<void> {
  const connect = async (): Promise<PoolClient> => {
    const client = await pool.connect();
    client.on("notification", ({ channel, payload }: Notification) =>
      onNotify(channel, payload ?? ""),
    );
    try {
      for (const channel of channels) await client.query(`LISTEN ${quoteIdentifier(channel)}`);
    } catch (error) {
      client.release(true);
      throw error;
    }
    for (const channel of channels) onNotify(channel, "");
    return client;
  };
  const keep = async (first: PoolClient): Promise<void> => {
    let client: PoolClient | null = first;
    while (!signal.aborted) {
      if (client !== null) await ended(client, signal);
      client?.release(true);
      client = null;
      if (signal.aborted) return;
      await sleep(RECONNECT_MS, undefined, { signal }).catch(() => undefined);
      client = await connect().catch(() => null);
    }
    client?.release(true);
  };
  void keep(await connect());
}

function ended(client: PoolClient, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    client.once("error", () => resolve());
    client.once("end", () => resolve());
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
