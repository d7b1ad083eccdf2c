import { createServer } from "node:net";

/** The address can't be listened on; the message names the port, the reason and the setting to change. */
export class PortError extends Error {
  override readonly name = "PortError";
}

/** Fails early, with words, when something else listens on a port we need. */
export async function assertPortFree(host: string, port: number, setting: string): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) =>
      probe.once("error", reject).listen(port, host, resolve),
    );
  } catch (cause) {
    throw new PortError(`${host}:${port} ${reasonOf(cause)}. Choose another with ${setting}.`, {
      cause,
    });
  }
  await new Promise((resolve) => probe.close(resolve));
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") return "is taken by another program";
  if (code === "EACCES") return "needs more rights than this user has";
  if (code === "EADDRNOTAVAIL") return "is no address of this machine";
  return `can't be listened on (${message})`;
}
