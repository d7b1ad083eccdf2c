import type { LogError } from "../event-log.ts";

/** Byte range of a segment that holds no readable frame; its bytes are kept in a `.bad` file beside the segment. */
export interface DamagedRange {
  readonly segment: string;
  readonly fromByte: number;
  readonly toByte: number;
}

/** What the embedded log tells its owner, for metrics and logs. */
export type LogEvent =
  | {
      readonly kind: "batch";
      readonly topic: string;
      readonly records: number;
      readonly bytes: number;
      /** Time of the one fdatasync that served the whole batch. */
      readonly syncMs: number;
    }
  | {
      readonly kind: "recovered";
      readonly topic: string;
      /** Torn tail that was cut off: never acknowledged. */
      readonly truncatedBytes: number;
      readonly damaged: readonly DamagedRange[];
      readonly next: number;
    }
  | { readonly kind: "rolled"; readonly topic: string; readonly base: number }
  /** The log stopped taking appends; told once, until `writable`. */
  | { readonly kind: "failed"; readonly topic: string; readonly error: LogError }
  | { readonly kind: "writable"; readonly topic: string };

export interface EmbeddedLogConfig {
  readonly kind: "embedded";
  readonly dir: string;
  /** A segment is closed before it grows past this size. */
  readonly segmentBytes: number;
  /** Appends are refused with `full` while the volume has fewer free bytes. */
  readonly reserveBytes: number;
  /** Crash points E2, E3, E5 and E7 (see ARCHITECTURE.md). */
  readonly crashPoint?: (name: string) => void;
  readonly observe?: (event: LogEvent) => void;
  /** Milliseconds since the epoch; decides the age of segments only. */
  readonly now?: () => number;
}

/** The configuration with its hooks filled in. */
export type EmbeddedOptions = Required<EmbeddedLogConfig>;

export const withDefaults = (config: EmbeddedLogConfig): EmbeddedOptions => ({
  crashPoint: () => undefined,
  observe: () => undefined,
  now: Date.now,
  ...config,
});
