import { randomBytes } from "node:crypto";
import { rename, rm, stat } from "node:fs/promises";
import type { Server } from "node:http";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { oneAtATime } from "@headwater/db";
import type { Clock, Logger } from "@headwater/runtime";

/** How often an instance checks whether another one still listens. */
const CHECK_MS = 500;

interface SocketOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Makes a server that does not listen yet. */
  readonly open: () => Server;
}

/** A server of this process, and the inode number of its socket file. */
interface Listening {
  readonly server: Server;
  readonly file: number;
}

/**
 * Shares one socket path between instances: one instance listens there as long as it runs, and when
 * it has ended another instance listens in its place. Resolves when an instance listens.
 */
export async function shareSocket(
  path: string,
  { clock, logger, open }: SocketOptions,
): Promise<() => Promise<void>> {
  let own: Listening | null = null;
  let isClosed = false;

  const check = oneAtATime(async () => {
    if (isClosed) return;
    if (await isListenedOn(path)) return;
    if (own !== null) await closed(own.server);
    own = await listenAt(path, open());
  });
  await check();
  const stopChecking = clock.every(
    CHECK_MS,
    () =>
      void check().catch((error: unknown) =>
        logger.warn({ err: error }, "the socket could not be taken over"),
      ),
  );
  return async () => {
    stopChecking();
    isClosed = true;
    // A check in progress may still start to listen.
    await check().catch(() => undefined);
    if (own === null) return;
    if ((await fileAt(path)) === own.file) await rm(path, { force: true });
    await closed(own.server);
  };
}

/**
 * Listens on a temporary path and then renames the socket file to `path`. The rename also replaces
 * a file that a killed process has left there.
 */
async function listenAt(path: string, server: Server): Promise<Listening> {
  // The name is not longer than the name of the socket, because the length of socket paths is
  // limited.
  const temporary = join(dirname(path), randomBytes(4).toString("hex"));
  await new Promise<void>((resolve, reject) =>
    server.once("error", reject).listen(temporary, resolve),
  );
  const { ino } = await stat(temporary);
  await rename(temporary, path);
  return { server, file: ino };
}

async function fileAt(path: string): Promise<number | null> {
  return stat(path).then(
    ({ ino }) => ino,
    () => null,
  );
}

/**
 * Only a refused connection and a missing file mean that no process listens: a busy process may
 * accept slowly.
 */
function isListenedOn(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", ({ code }: NodeJS.ErrnoException) => {
      resolve(code !== "ECONNREFUSED" && code !== "ENOENT");
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
