import type { LogError } from "../event-log.ts";

/**
 * A byte range of a segment without readable frames; the bytes are kept in a `.bad` file beside the
 * segment.
 */
export interface DamagedRange {
  readonly segment: string;
  readonly fromByte: number;
  readonly toByte: number;
}

/** Events of the embedded log, for metrics and logs. */
export type LogEvent =
  | {
      readonly kind: "batch";
      readonly topic: string;
      readonly records: number;
      readonly bytes: number;
      /** Time of the write and fdatasync of the whole batch. */
      readonly syncMs: number;
    }
  | {
      readonly kind: "recovered";
      readonly topic: string;
      /** Bytes of the torn tail that were cut off; its records were never acknowledged. */
      readonly truncatedBytes: number;
      readonly damaged: readonly DamagedRange[];
      readonly next: number;
    }
  | { readonly kind: "rolled"; readonly topic: string; readonly base: number }
  /** The log refuses appends; reported once until the next `writable`. */
  | { readonly kind: "failed"; readonly topic: string; readonly error: LogError }
  | { readonly kind: "writable"; readonly topic: string };

export interface EmbeddedLogConfig {
  readonly kind: "embedded";
  readonly dir: string;
  /** A segment is closed before it would grow beyond this size. */
  readonly segmentBytes: number;
  /** Appends are refused with `full` while the volume has fewer free bytes. */
  readonly reserveBytes: number;
  /** Crash points E2, E3, E5 and E7 (see ARCHITECTURE.md). */
  readonly crashPoint?: (name: string) => void;
  readonly observe?: (event: LogEvent) => void;
  /** The time in milliseconds since the epoch, used for the age of segments only. */
  readonly now?: () => number;
}

/** The configuration with defaults for its hooks. */
export type EmbeddedOptions = Required<EmbeddedLogConfig>;

export const withDefaults = (config: EmbeddedLogConfig): EmbeddedOptions => ({
  crashPoint: () => undefined,
  observe: () => undefined,
  now: Date.now,
  ...config,
});
