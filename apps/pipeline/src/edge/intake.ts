/** Bytes of submissions that may be in memory at once: received but not yet durable. */
const MAX_BYTES = 256 * 1024 * 1024;
/** With nothing made durable for so long the log is stuck: clients do better to come back later. */
const STALLED_MS = 2000;

/**
 * Counts what the edge holds and has not yet answered. A body counts by the bytes that have come, never by those announced,
 * and clients that are slow to send never look like a log that is slow to write.
 */
export interface Intake {
  /** Whether a body of this size may be handed to the log now; with 0, whether one may begin. */
  hasRoom(bytes: number, nowMs: number): boolean;
  /** Counts bytes of a body that is still on its way; false, with nothing counted, if such bodies hold their half of the memory. */
  receive(bytes: number): boolean;
  /** Lets the bytes of such a body go: it is whole, or given up. */
  release(bytes: number): void;
  /** Counts a whole body that the log now has. */
  enter(bytes: number, nowMs: number): void;
  /** Lets it go: the log answered. */
  leave(bytes: number, nowMs: number): void;
  stopped: boolean;
  /** Bodies that the log has and did not answer. */
  readonly count: number;
  /** Bytes in memory, whole bodies and parts. */
  readonly bytes: number;
}

export function openIntake(maxBytes = MAX_BYTES): Intake {
  let movedAtMs = 0;
  let receiving = 0;
  let handedOver = 0;
  const intake = {
    stopped: false,
    count: 0,
    get bytes() {
      return receiving + handedOver;
    },
    hasRoom: (bytes: number, nowMs: number) =>
      !intake.stopped &&
      intake.bytes + bytes <= maxBytes &&
      (intake.count === 0 || nowMs - movedAtMs <= STALLED_MS),
    receive: (bytes: number) => {
      // The other half stays free for the small pings that come whole, whatever others announce and send in part.
      if (receiving + bytes > maxBytes / 2) return false;
      receiving += bytes;
      return true;
    },
    release: (bytes: number) => {
      receiving -= bytes;
    },
    enter: (bytes: number, nowMs: number) => {
      if (intake.count === 0) movedAtMs = nowMs;
      intake.count += 1;
      handedOver += bytes;
    },
    leave: (bytes: number, nowMs: number) => {
      movedAtMs = nowMs;
      intake.count -= 1;
      handedOver -= bytes;
    },
  };
  return intake;
}
