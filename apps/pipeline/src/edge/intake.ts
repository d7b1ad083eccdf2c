/** Bytes of submissions that may be in memory at once: received but not yet durable. */
const MAX_BYTES = 256 * 1024 * 1024;
/**
 * If the log makes nothing durable for this time, it is stalled, and clients should come back
 * later.
 */
const STALLED_MS = 2000;

/**
 * Counts the bodies that the edge holds and has not answered yet. A body counts with its received
 * bytes and never with its announced length. The time of slow clients does not count as time of the
 * log.
 */
export interface Intake {
  /**
   * Whether a body of this size may be appended to the log now; with 0, whether a new body may
   * begin.
   */
  hasRoom(bytes: number, nowMs: number): boolean;
  /**
   * Counts received bytes of an incomplete body. Returns false and counts nothing if incomplete
   * bodies hold their half of the memory.
   */
  receive(bytes: number): boolean;
  /** Stops counting the bytes of an incomplete body, because the body is complete or refused. */
  release(bytes: number): void;
  /** Counts a complete body when it is handed to the log. */
  enter(bytes: number, nowMs: number): void;
  /** Stops counting a complete body when the log has answered. */
  leave(bytes: number, nowMs: number): void;
  stopped: boolean;
  /** Number of bodies that were handed to the log and not answered yet. */
  readonly count: number;
  /** Bytes of all complete and incomplete bodies in memory. */
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
      // The other half of the memory stays free for small pings, which arrive complete, so that
      // clients with incomplete bodies can't block them.
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
