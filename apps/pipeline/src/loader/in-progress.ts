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

/** What a process was deciding or writing when it was last seen. */
export type InProgress = z.output<typeof markerSchema>;

/** How to go on after a restart: as usual (`only` null), or with few records at a time until `suspectTo`. */
export interface Recovery {
  readonly crashes: number;
  readonly only: LogRange | null;
  readonly suspectTo: number | null;
  /** The one record left that must be what crashes the process. */
  readonly poison: boolean;
}

const AS_USUAL: Recovery = { crashes: 0, only: null, suspectTo: null, poison: false };

/** Decides what to make of the marker a crashed process left: two crashes without progress narrow the range, by halves, down to one record. */
export function planRecovery(
  marker: InProgress | null,
  next: ReadonlyMap<string, number>,
): Recovery {
  const [first] = marker?.ranges ?? [];
  if (marker === null || first === undefined) return AS_USUAL;
  const moved = marker.ranges.some(({ topic, from }) => (next.get(topic) ?? from) !== from);
  if (moved) return AS_USUAL;
  const crashes = marker.crashes + 1;
  if (crashes < 2) return { ...AS_USUAL, crashes };
  const suspectTo = marker.suspectTo ?? first.to;
  const length = first.to - first.from;
  if (marker.ranges.length > 1) return { crashes: 1, only: first, suspectTo, poison: false };
  if (length <= 1) return { crashes, only: first, suspectTo, poison: true };
  const only = { ...first, to: first.from + Math.ceil(length / 2) };
  return { crashes: 1, only, suspectTo, poison: false };
}

/** The part to take after a suspect one went through, or null when the suspects are behind. */
export function nextSuspect({ only, suspectTo }: Recovery): LogRange | null {
  if (only === null || suspectTo === null || only.to >= suspectTo) return null;
  return { ...only, from: only.to, to: Math.min(suspectTo, only.to + (only.to - only.from)) };
}

/** The marker file: there only while records are being decided or written, so that a kill between does not count as their crash. */
export interface MarkerFile {
  read(): InProgress | null;
  /** Not synced: it has to outlive the process, not the machine. */
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
        // None, or one that a crash tore: either way nothing is known.
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

/** A full disk must not end the loader: without its marker a poison record takes longer to find, nothing more. */
function attempt(step: () => void): void {
  try {
    step();
  } catch {
    // Said above: best effort.
  }
}
