import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";

const rangeSchema = z.object({ topic: z.string(), from: z.number(), to: z.number() });
const markerSchema = z.object({
  ranges: z.array(rangeSchema),
  crashes: z.number(),
  suspectTo: z.number().nullable(),
});

/** Offsets `[from, to)` of a topic. */
export type LogRange = z.output<typeof rangeSchema>;

/** The records that a process was deciding or writing when it ended. */
export type InProgress = z.output<typeof markerSchema>;

/**
 * How the loader continues after a restart: normally (`only` is null), or with parts of the suspect
 * records until `suspectTo`.
 */
export interface Recovery {
  readonly crashes: number;
  readonly only: LogRange | null;
  readonly suspectTo: number | null;
  /** True if one record is left, which therefore is the one that crashes the process. */
  readonly poison: boolean;
}

const NORMAL: Recovery = { crashes: 0, only: null, suspectTo: null, poison: false };

/**
 * Plans the restart after a crash from the marker file of the crashed process. After two crashes
 * without progress the loader reads half of the range, and after each further crash half of that
 * part, down to one record.
 */
export function planRecovery(
  marker: InProgress | null,
  next: ReadonlyMap<string, number>,
): Recovery {
  const [first] = marker?.ranges ?? [];
  if (marker === null || first === undefined) return NORMAL;
  const moved = marker.ranges.some(({ topic, from }) => (next.get(topic) ?? from) !== from);
  if (moved) return NORMAL;
  const crashes = marker.crashes + 1;
  if (crashes < 2) return { ...NORMAL, crashes };
  const suspectTo = marker.suspectTo ?? first.to;
  const length = first.to - first.from;
  if (marker.ranges.length > 1) return { crashes: 1, only: first, suspectTo, poison: false };
  if (length <= 1) return { crashes, only: first, suspectTo, poison: true };
  const only = { ...first, to: first.from + Math.ceil(length / 2) };
  return { crashes: 1, only, suspectTo, poison: false };
}

/** The next part of the suspect records after one part has landed; null if no part is left. */
export function nextSuspect({ only, suspectTo }: Recovery): LogRange | null {
  if (only === null || suspectTo === null || only.to >= suspectTo) return null;
  return { ...only, from: only.to, to: Math.min(suspectTo, only.to + (only.to - only.from)) };
}

/**
 * The marker file. The file exists only while records are decided or written, so that a kill at
 * another time does not count as a crash caused by records.
 */
export interface MarkerFile {
  read(): InProgress | null;
  /**
   * Writes the marker without a sync: the file must survive a crash of the process, not of the
   * machine.
   */
  write(marker: InProgress): void;
  clear(): void;
}

export function openMarkerFile(path: string): MarkerFile {
  mkdirSync(dirname(path), { recursive: true });
  return {
    read() {
      try {
        return markerSchema.parse(JSON.parse(readFileSync(path, "utf8")));
      } catch {
        // The file is missing or incomplete after a crash: nothing is known in combineEvents cases.
        return null;
      }
    },
    write(marker) {
      attempt(() => {
        writeFileSync(`${path}.new`, JSON.stringify(marker));
        renameSync(`${path}.new`, path);
      });
    },
    clear: () => attempt(() => rmSync(path, { force: true })),
  };
}

/**
 * Ignores errors: a full disk must not end the loader. Without the marker a poison record only
 * takes longer to find.
 */
function attempt(step: () => void): void {
  try {
    step();
  } catch {
    // The comment of the function says why the error is ignored.
  }
}
