import { randomBytes } from "node:crypto";
import { rename, rm, stat } from "node:fs/promises";
import type { Server } from "node:http";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { oneAtATime } from "@headwater/db";
import type { Clock, Logger } from "@headwater/runtime";

/** How soon another instance notices that nobody listens any more. */
const LOOK_MS = 500;

interface SocketOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Makes a server that does not listen yet. */
  readonly open: () => Server;
}

/** A server of this process, and the file that its socket is. */
interface Listening {
  readonly server: Server;
  readonly file: number;
}

/**
 * Sees to it that one of the instances listens on a socket that they all know: the one that lives keeps it, and when
 * it has gone another one takes its place. Resolves when one of them listens.
 */
export async function keepSocket(
  path: string,
  { clock, logger, open }: SocketOptions,
): Promise<() => Promise<void>> {
  let own: Listening | null = null;
  let isClosed = false;

  const look = oneAtATime(async () => {
    if (isClosed) return;
    if (await isListenedOn(path)) return;
    if (own !== null) await closed(own.server);
    own = await listenAt(path, open());
  });
  await look();
  const stopLooking = clock.every(
    LOOK_MS,
    () =>
      void look().catch((error: unknown) =>
        logger.warn({ err: error }, "the socket could not be taken over"),
      ),
  );
  return async () => {
    stopLooking();
    isClosed = true;
    // The last look may still be about to listen.
    await look().catch(() => undefined);
    if (own === null) return;
    if ((await fileAt(path)) === own.file) await rm(path, { force: true });
    await closed(own.server);
  };
}

/** Listens beside the path and moves the socket there at once: a file that a killed process left makes no difference. */
async function listenAt(path: string, server: Server): Promise<Listening> {
  // No longer than the name of the socket, whose path may be as long as a path of a socket can be.
  const beside = join(dirname(path), randomBytes(4).toString("hex"));
  await new Promise<void>((resolve, reject) =>
    server.once("error", reject).listen(beside, resolve),
  );
  const { ino } = await stat(beside);
  await rename(beside, path);
  return { server, file: ino };
}

async function fileAt(path: string): Promise<number | null> {
  return stat(path).then(
    ({ ino }) => ino,
    () => null,
  );
}

/** Only a refusal and a missing file say that nobody listens: a busy process may be slow to accept. */
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
