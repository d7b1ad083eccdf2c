import { createServer } from "node:net";

/**
 * The program can't listen on an address. The message names the port, the reason and the setting to
 * change.
 */
export class PortError extends Error {
  override readonly name = "PortError";
}

/** Throws a PortError before any role starts if the product can't listen on a port. */
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
  if (code === "EADDRNOTAVAIL") return "is not an address of this machine";
  return `can't be listened on (${message})`;
}
