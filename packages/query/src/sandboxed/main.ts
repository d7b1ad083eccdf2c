import { Socket } from "node:net";
import { openChannel } from "../sandbox/channel.ts";
import { startGate } from "./gate-mode.ts";
import type { ProcessOptions, StartMode } from "./options.ts";
import { startReader } from "./reader-mode.ts";
import { startValidator } from "./validator-mode.ts";
import { startWorker } from "./worker-mode.ts";

// The modes of a sandboxed process, whose only connection is a channel to the query role
// (descriptor 3).
const MODES: Record<ProcessOptions["mode"], StartMode> = {
  trial: async () => () => undefined,
  worker: startWorker,
  gate: startGate,
  validator: startValidator,
  reader: startReader,
};

const options = JSON.parse(process.argv[2] ?? "{}") as ProcessOptions;
let take: (message: unknown) => void = () => undefined;
const stream = new Socket({ fd: 3 });
const channel = openChannel(stream, (message) => take(message));
// A process without its role has no purpose, so it ends when the channel closes.
stream.once("close", () => process.exit(0));
MODES[options.mode](options, (message) => void channel.send(message)).then(
  (handler) => {
    take = handler;
    channel.send({ kind: "ready" });
  },
  () => process.exit(1),
);
