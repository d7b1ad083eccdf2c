import { writeSync } from "node:fs";

/** A slow reader gets a second; a reader that has stopped must not block this process. */
const TRIES = 100;
const PAUSE_MS = 10;
const PAUSE = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes a text to standard output (1) or standard error (2). If the output is closed (`npm start |
 * head -1`), full or broken, the text is lost and nothing else happens, because an output must
 * never stop a process. Returns false if the text was lost.
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

/**
 * Keeps the process alive when an output breaks while other code prints to it, such as Node,
 * `console` or a framework.
 */
export function surviveClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
}
