import { Socket } from "node:net";
import { openChannel } from "../sandbox/channel.ts";
import { startGate } from "./gate-mode.ts";
import type { ProcessOptions, StartMode } from "./options.ts";
import { startReader } from "./reader-mode.ts";
import { startValidator } from "./validator-mode.ts";
import { startWorker } from "./worker-mode.ts";

// What a sandboxed process can be; it has one channel to the query role (descriptor 3) and nothing else.
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
// Without its role a process has no purpose; where nothing else ends it, this does.
stream.once("close", () => process.exit(0));
MODES[options.mode](options, (message) => void channel.send(message)).then(
  (handler) => {
    take = handler;
    channel.send({ kind: "ready" });
  },
  () => process.exit(1),
);
