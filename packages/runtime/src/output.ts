import { writeSync } from "node:fs";

/** A reader that is slow gets a second; one that stands still must not hold up this process. */
const TRIES = 100;
const PAUSE_MS = 10;
const PAUSE = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes a text to standard output (1) or standard error (2). If it is closed (`npm start | head -1`), full or broken, the
 * text is lost and nothing else happens: no output of a process may decide how the process goes on. False if it was lost.
 */
export function writeOutput(output: 1 | 2, text: string): boolean {
  const bytes = Buffer.from(text);
  let done = 0;
  let tries = 0;
  while (done < bytes.length) {
    try {
      done += writeSync(output, bytes, done);
    } catch (error) {
      tries += 1;
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN" || tries > TRIES) return false;
      Atomics.wait(PAUSE, 0, 0, PAUSE_MS);
    }
  }
  return true;
}

/** Keeps the process alive when an output breaks while others print to it: warnings of Node, `console`, a framework. */
export function surviveClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
}
