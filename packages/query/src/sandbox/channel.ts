import type { Duplex } from "node:stream";
import { encodeFrame, openFrameReader } from "./frames.ts";

/** Messages over one duplex stream; used at both ends of a sandboxed process's descriptor 3. */
export interface Channel {
  /** False if the other end is slow or closed; a message to a closed channel is dropped. */
  send(message: unknown): boolean;
  close(): void;
}

/**
 * Opens a channel. A stream that breaks the framing is destroyed: its peer is broken or hostile.
 */
export function openChannel(stream: Duplex, onMessage: (message: unknown) => void): Channel {
  const read = openFrameReader();
  stream.on("data", (chunk: Buffer) => {
    try {
      for (const message of read(chunk)) onMessage(message);
    } catch (error) {
      stream.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  });
  // The exit of the peer is reported elsewhere; the stream's error would only repeat it.
  stream.on("error", () => undefined);
  return {
    send: (message) => !stream.destroyed && stream.writable && stream.write(encodeFrame(message)),
    close: () => stream.destroy(),
  };
}
