/** Bytes of submissions that may be in memory at once: read but not yet durable. */
const MAX_BYTES = 256 * 1024 * 1024;
/** With nothing made durable for so long the log is stuck: clients do better to come back later. */
const STALLED_MS = 2000;

/** Counts what the edge has taken on and not yet answered. */
export interface Intake {
  /** Whether another body of this size may be read now. */
  hasRoom(bytes: number, nowMs: number): boolean;
  /** Takes a body on. */
  enter(bytes: number, nowMs: number): void;
  /** Lets a body go; `durable` tells that the log moved on. */
  leave(bytes: number, nowMs: number): void;
  stopped: boolean;
  readonly count: number;
  readonly bytes: number;
}

export function openIntake(maxBytes = MAX_BYTES): Intake {
  let movedAtMs = 0;
  const intake = {
    stopped: false,
    count: 0,
    bytes: 0,
    hasRoom: (bytes: number, nowMs: number) =>
      !intake.stopped &&
      intake.bytes + bytes <= maxBytes &&
      (intake.count === 0 || nowMs - movedAtMs <= STALLED_MS),
    enter: (bytes: number, nowMs: number) => {
      if (intake.count === 0) movedAtMs = nowMs;
      intake.count += 1;
      intake.bytes += bytes;
    },
    leave: (bytes: number, nowMs: number) => {
      movedAtMs = nowMs;
      intake.count -= 1;
      intake.bytes -= bytes;
    },
  };
  return intake;
}
